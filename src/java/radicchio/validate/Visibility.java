package radicchio.validate;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import radicchio.error.ForeignText;
import radicchio.validate.Entity.FuncEntity;
import radicchio.validate.Entity.InstanceEntity;
import radicchio.validate.Entity.Named;
import radicchio.validate.Entity.TypeEntity;

/**
 * Which types have a name that those outside can use (Explainer.md, "External Visibility of Types"): imports may
 * mention what was imported, exports what was imported or exported.
 */
final class Visibility {
  private final Scope scope;
  private final Set<TypeNode> imported = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TypeNode> exported = Collections.newSetFromMap(new IdentityHashMap<>());

  Visibility(Scope scope) {
    this.scope = scope;
  }

  /** A type that an alias of a declarator takes from outside, where it has its name. */
  void outside(TypeNode type) {
    imported.add(type);
  }

  /** Checks an import and makes its types visible. */
  void importing(Entity entity) {
    check(entity, List.of(imported), imported);
  }

  /** Checks an export and makes its types visible. */
  void exporting(Entity entity) {
    check(entity, List.of(imported, exported), exported);
  }

  private void check(Entity entity, List<Set<TypeNode>> known, Set<TypeNode> named) {
    if (entity instanceof FuncEntity f) {
      parts(f.shape(), known);
    } else if (entity instanceof TypeEntity t) {
      definition(t.type(), known);
      named.add(t.type());
    } else if (entity instanceof InstanceEntity i) {
      for (Named export : i.exports().values()) {
        try {
          check(export.entity(), known, named);
        } catch (Invalid e) {
          throw e.in(ForeignText.quoted(export.name().text()));
        }
      }
    }
  }

  /** A type that is about to have a name: only what it is made of needs one before. */
  private void definition(TypeNode type, List<Set<TypeNode>> known) {
    if (type.shape() instanceof Shape.InstanceShape s) {
      Set<TypeNode> own = Collections.newSetFromMap(new IdentityHashMap<>());
      List<Set<TypeNode>> all = Stream.concat(known.stream(), Stream.of(own)).toList();
      check(s.template().open(Optional.empty(), scope.session()), all, own);
    } else {
      parts(type.shape(), known);
    }
  }

  private void parts(Shape shape, List<Set<TypeNode>> known) {
    scope.session().work(1);
    for (TypeNode part : Parts.of(shape)) {
      mention(part, known);
    }
  }

  private void mention(TypeNode type, List<Set<TypeNode>> known) {
    Shape shape = type.shape();
    if (shape instanceof Shape.Nominal || shape instanceof Shape.ResourceShape) {
      if (!visible(type, known)) {
        throw new Invalid(
            "mentions " + shape.noun() + " that was neither imported nor exported before");
      }
    } else {
      parts(shape, known);
    }
  }

  private boolean visible(TypeNode type, List<Set<TypeNode>> known) {
    Optional<TypeNode> node = Optional.of(type);
    while (node.isPresent()) {
      scope.session().work(1);
      TypeNode t = node.get();
      if (known.stream().anyMatch(names -> names.contains(t))) {
        return true;
      }
      node = t.aliasOf();
    }
    return false;
  }
}
