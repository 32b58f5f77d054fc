package radicchio.validate;

import java.util.function.ToIntFunction;
import radicchio.component.Alias;
import radicchio.component.Canon;
import radicchio.component.Component;
import radicchio.component.Declarator;
import radicchio.component.Definition;
import radicchio.component.ExternName;
import radicchio.component.Sort;
import radicchio.error.ForeignText;

/**
 * Names a definition or declarator that breaks a rule, the next one of its scope, for messages.
 *
 * @param sizes the size of a sort's index space before it
 */
record DefinitionPlace(ToIntFunction<Sort> sizes)
    implements Definition.Cases<String>, Declarator.Cases<String> {

  @Override
  public String on(Definition.Import d) {
    return named("import", d.name());
  }

  @Override
  public String on(Definition.Export d) {
    return named("export", d.name());
  }

  @Override
  public String on(Declarator.ExportDecl d) {
    return named("export", d.name());
  }

  @Override
  public String on(Canon d) {
    return "canon " + d.name();
  }

  @Override
  public String on(Alias d) {
    return "alias";
  }

  @Override
  public String on(Definition.TypeDef d) {
    return next(Sort.TYPE);
  }

  @Override
  public String on(Definition.CoreTypeDef d) {
    return next(Sort.CORE_TYPE);
  }

  @Override
  public String on(Definition.CoreModuleDef d) {
    return next(Sort.CORE_MODULE);
  }

  @Override
  public String on(Definition.CoreInstantiate d) {
    return next(Sort.CORE_INSTANCE);
  }

  @Override
  public String on(Definition.CoreInlineInstance d) {
    return next(Sort.CORE_INSTANCE);
  }

  @Override
  public String on(Component.ComponentDef d) {
    return next(Sort.COMPONENT);
  }

  @Override
  public String on(Definition.Instantiate d) {
    return next(Sort.INSTANCE);
  }

  @Override
  public String on(Definition.InlineInstance d) {
    return next(Sort.INSTANCE);
  }

  @Override
  public String on(Definition.Start d) {
    return "start";
  }

  @Override
  public String on(Definition.ValueDef d) {
    return "value";
  }

  private static String named(String what, ExternName name) {
    return what + " " + ForeignText.quoted(name.text());
  }

  private String next(Sort sort) {
    return sort + " " + sizes.applyAsInt(sort);
  }
}
