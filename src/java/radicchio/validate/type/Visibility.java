package radicchio.validate.type;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import radicchio.error.ForeignText;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.ComponentTemplate.ComponentEntity;
import radicchio.validate.type.Entity.CoreModuleEntity;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;

/**
 * Checks that types have names that are visible outside (Explainer.md, "External Visibility of Types"): imports may mention
 * imported types, exports may mention imported or exported types.
 */
public final class Visibility {
  private final Session session;
  private final Set<TypeNode> imported = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TypeNode> exported = Collections.newSetFromMap(new IdentityHashMap<>());

  /** @param session charged for the checks */
  public Visibility(Session session) {
    this.session = session;
  }

  /** Adds a type that an alias of a declarator takes from outside, where it has a name. */
  public void outside(TypeNode type) {
    imported.add(type);
  }

  /** Checks an import and makes its types visible. */
  public void importing(Entity entity) {
    check(entity, List.of(imported), imported);
  }

  /** Checks an export and makes its types visible. */
  public void exporting(Entity entity) {
    check(entity, List.of(imported, exported), exported);
  }

  private void check(Entity entity, List<Set<TypeNode>> known, Set<TypeNode> named) {
    entity.match(new OfEntity(known, named));
  }

  /**
   * Checks an entity that gets a name.
   *
   * @param known the types that have names
   * @param named receives the types that have names now
   */
  private final class OfEntity implements Entity.Cases<Visibility> {
    private final List<Set<TypeNode>> known;
    private final Set<TypeNode> named;

    public OfEntity(List<Set<TypeNode>> known, Set<TypeNode> named) {
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

    /** Does nothing: its types belong to a separate scope, and were checked there. */
    @Override
    public Visibility on(ComponentEntity entity) {
      return Visibility.this;
    }

    /** Does nothing: it has no component types. */
    @Override
    public Visibility on(CoreModuleEntity entity) {
      return Visibility.this;
    }
  }

  /** Checks a type that is about to get a name: only its parts need names already. */
  private void definition(TypeNode type, List<Set<TypeNode>> known) {
    if (type.shape() instanceof InstanceTemplate.InstanceShape s) {
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
    if (shape instanceof ValueShape.Nominal || shape instanceof Shape.ResourceShape) {
      if (!visible(type, known)) {
        throw new Invalid(
            "mentions " + shape.noun() + " that is neither imported nor exported before");
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
