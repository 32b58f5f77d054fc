package radicchio.validate;

import java.util.Map;
import radicchio.component.Alias;
import radicchio.engine.ExternType;
import radicchio.error.ForeignText;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.Entity;

/** Evaluates aliases (Explainer.md, "Alias Definitions"). */
final class Aliases implements Alias.Cases<Integer> {
  private final Scope scope;

  private Aliases(Scope scope) {
    this.scope = scope;
  }

  /** Appends the target of an alias to its index space. Returns its index. */
  static int define(Alias alias, Scope scope) {
    return alias.match(new Aliases(scope));
  }

  @Override
  public Integer on(Alias.OfExport alias) {
    Entity entity =
        scope
            .spaces
            .instances
            .get(alias.instance())
            .export(alias.name())
            .orElseThrow(
                () ->
                    new Invalid(
                        "instance "
                            + alias.instance()
                            + " does not export "
                            + ForeignText.quoted(alias.name())));
    if (entity.sort() != alias.sort()) {
      throw new Invalid(
          "export "
              + ForeignText.quoted(alias.name())
              + " is a "
              + entity.sort()
              + ", expected a "
              + alias.sort());
    }
    return scope.spaces.define(entity);
  }

  @Override
  public Integer on(Alias.OfCoreExport alias) {
    Map<String, ExternType> exports = scope.spaces.coreInstances.get(alias.instance());
    ExternType type = exports.get(alias.name());
    if (type == null) {
      throw new Invalid(
          "core instance "
              + alias.instance()
              + " does not export "
              + ForeignText.quoted(alias.name()));
    }
    if (IndexSpaces.coreSort(type) != alias.sort()) {
      throw new Invalid(
          "core export "
              + ForeignText.quoted(alias.name())
              + " is a "
              + IndexSpaces.coreSort(type)
              + ", expected a "
              + alias.sort());
    }
    return scope.spaces.defineCore(type);
  }

  @Override
  public Integer on(Alias.Outer alias) {
    Scope target = scope.outer(alias.count());
    return switch (alias.sort()) {
      case CORE_MODULE ->
          scope.spaces.coreModules.add(target.spaces.coreModules.get(alias.index()));
      case CORE_TYPE -> scope.spaces.coreTypes.add(target.spaces.coreTypes.get(alias.index()));
      case COMPONENT -> scope.spaces.components.add(target.spaces.components.get(alias.index()));
      case TYPE -> scope.spaces.types.add(scope.outerType(alias.count(), alias.index()));
      default -> throw new Invalid("unexpected outer alias of a " + alias.sort());
    };
  }
}
