package radicchio.validate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import radicchio.component.ExternName;
import radicchio.component.NameForm;
import radicchio.component.NameForm.InterfaceName;
import radicchio.component.Sort;
import radicchio.error.ForeignText;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.FuncShape;
import radicchio.validate.type.Shape;
import radicchio.validate.type.TypeNode;
import radicchio.validate.type.ValueShape;

/**
 * The names of the imports, or of the exports, of one scope. They must be valid and strongly unique, and their entities must
 * have the types of their annotations (Explainer.md, "Name Uniqueness"; Binary.md, "Import and Export Definitions").
 */
final class Names {
  private final String noun;
  private final Map<String, String> taken = new HashMap<>();
  private final Map<String, TypeNode> resources = new HashMap<>();
  private final boolean namesResources;

  private Names(String noun, boolean namesResources) {
    this.noun = noun;
    this.namesResources = namesResources;
  }

  Names(String noun) {
    this(noun, true);
  }

  /** Returns the names of an instance that bundles earlier definitions. It gives resources no names. */
  static Names ofBundle() {
    return new Names("export", false);
  }

  /** Adds a name for an entity. Throws if it is not allowed. */
  void take(ExternName name, Entity entity) {
    String unique = name.form().match(new Canonical(name.text()));
    String before = taken.putIfAbsent(unique, name.text());
    if (before != null) {
      throw new Invalid("conflicts with the previous " + noun + " " + ForeignText.quoted(before));
    }
    attributes(name, entity);
    name.form().match(new Annotation(entity));
  }

  /** Returns the key that two names of one scope must not share. */
  private final class Canonical implements NameForm.Cases<String> {
    private final String text;

    Canonical(String text) {
      this.text = text;
    }

    private String whole() {
      return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String on(NameForm.Label name) {
      return whole();
    }

    @Override
    public String on(NameForm.Constructor name) {
      return whole();
    }

    @Override
    public String on(NameForm.Method name) {
      return member(name.resource(), name.label());
    }

    @Override
    public String on(NameForm.Static name) {
      return member(name.resource(), name.label());
    }

    @Override
    public String on(InterfaceName name) {
      return whole();
    }

    @Override
    public String on(NameForm.Invalid name) {
      throw new Invalid("invalid name of an " + noun + ": " + name.reason());
    }
  }

  private static String member(String resource, String label) {
    String r = resource.toLowerCase(Locale.ROOT);
    String l = label.toLowerCase(Locale.ROOT);
    return r.equals(l) ? l : r + "." + l;
  }

  /** Checks labels of one record, variant, parameter list, …: they must be kebab-case and unique. */
  static void label(String label, String what, Set<String> before) {
    if (!ExternName.isLabel(label)) {
      throw new Invalid(
          "the " + what + " '" + ForeignText.escaped(label) + "' is not in kebab-case");
    }
    if (!before.add(label.toLowerCase(Locale.ROOT))) {
      throw new Invalid(
          "the " + what + " '" + ForeignText.escaped(label) + "' conflicts with a previous one");
    }
  }

  private static void attributes(ExternName name, Entity entity) {
    if (name.implemented().isPresent()) {
      if (entity.sort() != Sort.INSTANCE) {
        throw new Invalid("expected an instance for `implements`, got a " + entity.sort());
      }
      if (!(name.form() instanceof NameForm.Label)) {
        throw new Invalid("expected a plain name with `implements`");
      }
      if (!(ExternName.of(name.implemented().get()).form() instanceof InterfaceName)) {
        throw new Invalid(
            "`implements` of "
                + ForeignText.quoted(name.implemented().get())
                + ", expected the name of an interface");
      }
    }
    if (name.versionSuffix().isPresent() && !completes(name, name.versionSuffix().get())) {
      throw new Invalid(
          "`versionsuffix` of "
              + ForeignText.quoted(name.versionSuffix().get())
              + ", expected the rest of a canonical version");
    }
  }

  private static boolean completes(ExternName name, String suffix) {
    return name.form() instanceof InterfaceName i
        && i.version().filter(ExternName::isCanonicalVersion).isPresent()
        && ExternName.isSemver(i.version().get() + suffix);
  }

  /** Checks that an entity has the type of its name's annotation, and records the named resources. */
  private final class Annotation implements NameForm.Cases<Names> {
    private final Entity entity;

    Annotation(Entity entity) {
      this.entity = entity;
    }

    @Override
    public Names on(NameForm.Label name) {
      if (namesResources
          && entity instanceof TypeEntity t
          && t.type().shape() instanceof Shape.ResourceShape) {
        resources.put(name.label(), t.type());
      }
      return Names.this;
    }

    @Override
    public Names on(NameForm.Constructor name) {
      constructor(name.resource(), function(entity));
      return Names.this;
    }

    @Override
    public Names on(NameForm.Method name) {
      method(name.resource(), function(entity));
      return Names.this;
    }

    @Override
    public Names on(NameForm.Static name) {
      function(entity);
      resource(name.resource());
      return Names.this;
    }

    @Override
    public Names on(InterfaceName name) {
      return Names.this;
    }

    @Override
    public Names on(NameForm.Invalid name) {
      throw new IllegalStateException("an invalid name was taken");
    }
  }

  private static FuncShape function(Entity entity) {
    if (entity instanceof FuncEntity f) {
      return f.shape();
    }
    throw new Invalid("expected a func for a name with an annotation, got a " + entity.sort());
  }

  private TypeNode resource(String label) {
    TypeNode resource = resources.get(label);
    if (resource == null) {
      throw new Invalid(
          "unresolved resource "
              + ForeignText.escaped(label)
              + ": it is not "
              + noun
              + "ed before");
    }
    return resource;
  }

  private void constructor(String label, FuncShape func) {
    if (func.async()) {
      throw new Invalid("unexpected async constructor");
    }
    Optional<Shape> result = func.result().map(TypeNode::shape);
    if (result.isPresent() && result.get() instanceof ValueShape.ResultShape r) {
      result = r.ok().map(TypeNode::shape);
    }
    if (result.isPresent() && result.get() instanceof ValueShape.OwnShape own) {
      same(label, own.resource());
    } else {
      String resource = ForeignText.escaped(label);
      throw new Invalid(
          "expected a constructor to return own<"
              + resource
              + "> or result<own<"
              + resource
              + ">, …>");
    }
  }

  private void method(String label, FuncShape func) {
    if (func.params().isEmpty() || !func.params().get(0).label().equals("self")) {
      throw new Invalid("expected self as the first parameter of a method");
    }
    if (func.params().get(0).type().shape() instanceof ValueShape.BorrowShape borrow) {
      same(label, borrow.resource());
    } else {
      throw new Invalid(
          "expected borrow<" + ForeignText.escaped(label) + "> as the type of a method's self");
    }
  }

  private void same(String label, TypeNode resource) {
    if (resource(label) != resource) {
      throw new Invalid(
          "the resource of the function differs from the one that is "
              + noun
              + "ed as "
              + ForeignText.escaped(label));
    }
  }
}
