package radicchio.validate;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import radicchio.error.ForeignText;
import radicchio.validate.Entity.ComponentEntity;
import radicchio.validate.Entity.CoreModuleEntity;
import radicchio.validate.Entity.FuncEntity;
import radicchio.validate.Entity.InstanceEntity;
import radicchio.validate.Entity.Named;
import radicchio.validate.Entity.TypeEntity;

/**
 * Which types have a name that those outside can use (Explainer.md, "External Visibility of Types"): imports may
 * mention what was imported, exports what was imported or exported.
 */
final class Visibility {
  private final Session session;
  private final Set<TypeNode> imported = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TypeNode> exported = Collections.newSetFromMap(new IdentityHashMap<>());

  /** @param session what the checks are charged to */
  Visibility(Session session) {
    this.session = session;
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
    entity.match(new OfEntity(known, named));
  }

  /**
   * Checks an entity that gets a name.
   *
   * @param known the types that have names
   * @param named gets those that have one now
   */
  private final class OfEntity implements Entity.Cases<Visibility> {
    private final List<Set<TypeNode>> known;
    private final Set<TypeNode> named;

    OfEntity(List<Set<TypeNode>> known, Set<TypeNode> named) {
      this.known = known;
      this.named = named;
    }

    @Override
    public Visibility on(FuncEntity entity) {
      parts(entity.shape(), known);
      return Visibility.this;
    }

    @Override
    public Visibility on(TypeEntity entity) {
      definition(entity.type(), known);
      named.add(entity.type());
      return Visibility.this;
    }

    @Override
    public Visibility on(InstanceEntity entity) {
      for (Named export : entity.exports().values()) {
        try {
          export.entity().match(this);
        } catch (Invalid e) {
          throw e.in(ForeignText.quoted(export.name().text()));
        }
      }
      return Visibility.this;
    }

    /** Its types are those of a scope of its own, which were checked there. */
    @Override
    public Visibility on(ComponentEntity entity) {
      return Visibility.this;
    }

    /** It has no types of components. */
    @Override
    public Visibility on(CoreModuleEntity entity) {
      return Visibility.this;
    }
  }

  /** A type that is about to have a name: only what it is made of needs one before. */
  private void definition(TypeNode type, List<Set<TypeNode>> known) {
    if (type.shape() instanceof Shape.InstanceShape s) {
      Set<TypeNode> own = Collections.newSetFromMap(new IdentityHashMap<>());
      List<Set<TypeNode>> all = Stream.concat(known.stream(), Stream.of(own)).toList();
      check(s.template().open(Optional.empty(), session), all, own);
    } else {
      parts(type.shape(), known);
    }
  }

  private void parts(Shape shape, List<Set<TypeNode>> known) {
    session.work(1);
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
      session.work(1);
      TypeNode t = node.get();
      if (known.stream().anyMatch(names -> names.contains(t))) {
        return true;
      }
      node = t.aliasOf();
    }
    return false;
  }
}
