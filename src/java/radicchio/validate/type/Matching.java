package radicchio.validate.type;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.error.ForeignText;
import radicchio.validate.core.CoreMatching;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.ComponentTemplate.ComponentEntity;
import radicchio.validate.type.Entity.CoreModuleEntity;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;

/** Checks subtyping of entities (Explainer.md, "Type Checking"). */
public final class Matching {
  private final Session session;

  public Matching(Session session) {
    this.session = session;
  }

  /** Throws if {@code given} is not a subtype of {@code expected}. */
  public void match(Entity given, Entity expected) {
    session.nested(
        () -> {
          compare(given, expected);
          return null;
        });
  }

  private void compare(Entity given, Entity expected) {
    if (given.sort() != expected.sort()) {
      throw new Invalid("expected a " + expected.sort() + ", got a " + given.sort());
    }
    given.match(new ToEntity(expected));
  }

  /** Compares an entity with one of its sort. */
  private final class ToEntity implements Entity.Cases<Matching> {
    private final Entity expected;

    public ToEntity(Entity expected) {
      this.expected = expected;
    }

    @Override
    public Matching on(CoreModuleEntity given) {
      new CoreMatching(session.coreSubtyping())
          .module(given.type(), ((CoreModuleEntity) expected).type());
      return Matching.this;
    }

    @Override
    public Matching on(FuncEntity given) {
      return equal(given.type(), ((FuncEntity) expected).type());
    }

    @Override
    public Matching on(TypeEntity given) {
      return equal(given.type(), ((TypeEntity) expected).type());
    }

    @Override
    public Matching on(InstanceEntity given) {
      return exports(given, ((InstanceEntity) expected).exports().values());
    }

    @Override
    public Matching on(ComponentEntity given) {
      return component(given.template(), ((ComponentEntity) expected).template());
    }
  }

  private Matching exports(InstanceEntity given, Iterable<Named> expected) {
    for (Named e : expected) {
      session.work(1);
      String name = e.name().text();
      Entity entity =
          given
              .export(name)
              .orElseThrow(
                  () ->
                      new Invalid(
                          "expected an instance with an export " + ForeignText.quoted(name)));
      within("export " + ForeignText.quoted(name), () -> match(entity, e.entity()));
    }
    return this;
  }

  /** Compares components: one may import less and export more. Each expected resource becomes the given one. */
  private Matching component(ComponentTemplate given, ComponentTemplate expected) {
    Map<String, Entity> imports = new LinkedHashMap<>();
    expected.open(session).imports().forEach(i -> imports.put(i.name().text(), i.entity()));
    ComponentType g = given.evaluate(Optional.of(imports), Optional.empty(), session);
    InstanceEntity exports = InstanceEntity.of(g.exports());
    return exports(
        exports, expected.evaluate(Optional.of(imports), Optional.of(exports), session).exports());
  }

  private static void within(String place, Runnable body) {
    try {
      body.run();
    } catch (Invalid e) {
      throw e.in(place);
    }
  }

  private Matching equal(TypeNode given, TypeNode expected) {
    if (given == expected) {
      return this;
    }
    session.work(1);
    Shape g = given.shape();
    Shape e = expected.shape();
    if (g == e) {
      return this;
    }
    if (g.getClass() != e.getClass()) {
      throw different(g, e);
    }
    return g.match(new ToShape(e));
  }

  /** Compares a shape with one of its kind. */
  private final class ToShape implements Shape.Cases<Matching> {
    private final Shape expected;

    public ToShape(Shape expected) {
      this.expected = expected;
    }

    private Matching same(Shape given) {
      if (!given.equals(expected)) {
        throw different(given, expected);
      }
      return Matching.this;
    }

    private Matching parts(Shape given) {
      return labelled(given, count(given), count(expected));
    }

    private List<String> count(Shape shape) {
      return List.of(Integer.toString(Parts.of(shape).size()));
    }

    /** Compares the labels of a shape, then its parts. */
    private Matching labelled(Shape given, List<String> words, List<String> expectedWords) {
      if (!words.equals(expectedWords)) {
        throw new Invalid(
            "expected " + expected.noun() + " with " + expectedWords + ", got " + words);
      }
      List<TypeNode> mine = Parts.of(given);
      List<TypeNode> others = Parts.of(expected);
      for (int i = 0; i < mine.size(); i++) {
        TypeNode one = mine.get(i);
        TypeNode other = others.get(i);
        within(expected.noun(), () -> equal(one, other));
      }
      return Matching.this;
    }

    @Override
    public Matching on(ValueShape.PrimShape given) {
      return same(given);
    }

    @Override
    public Matching on(ValueShape.EnumShape given) {
      return same(given);
    }

    @Override
    public Matching on(ValueShape.FlagsShape given) {
      return same(given);
    }

    @Override
    public Matching on(ValueShape.RecordShape given) {
      return labelled(given, words(given), words((ValueShape.RecordShape) expected));
    }

    @Override
    public Matching on(ValueShape.VariantShape given) {
      return labelled(given, words(given), words((ValueShape.VariantShape) expected));
    }

    @Override
    public Matching on(ValueShape.ResultShape given) {
      return labelled(given, words(given), words((ValueShape.ResultShape) expected));
    }

    @Override
    public Matching on(ValueShape.FixedListShape given) {
      return labelled(given, words(given), words((ValueShape.FixedListShape) expected));
    }

    @Override
    public Matching on(FuncShape given) {
      return labelled(given, words(given), words((FuncShape) expected));
    }

    @Override
    public Matching on(ValueShape.ListShape given) {
      return parts(given);
    }

    @Override
    public Matching on(ValueShape.TupleShape given) {
      return parts(given);
    }

    @Override
    public Matching on(ValueShape.OptionShape given) {
      return parts(given);
    }

    @Override
    public Matching on(ValueShape.MapShape given) {
      return parts(given);
    }

    @Override
    public Matching on(ValueShape.StreamShape given) {
      return parts(given);
    }

    @Override
    public Matching on(ValueShape.FutureShape given) {
      return parts(given);
    }

    @Override
    public Matching on(ValueShape.OwnShape given) {
      return parts(given);
    }

    @Override
    public Matching on(ValueShape.BorrowShape given) {
      return parts(given);
    }

    @Override
    public Matching on(Shape.ResourceShape given) {
      if (given.identity() != ((Shape.ResourceShape) expected).identity()) {
        throw new Invalid("expected the same resource, got another one");
      }
      return Matching.this;
    }

    @Override
    public Matching on(InstanceTemplate.InstanceShape given) {
      return mutual(given.template(), ((InstanceTemplate.InstanceShape) expected).template());
    }

    @Override
    public Matching on(ComponentTemplate.ComponentShape given) {
      ComponentTemplate other = ((ComponentTemplate.ComponentShape) expected).template();
      component(given.template(), other);
      return component(other, given.template());
    }
  }

  private Matching mutual(InstanceTemplate given, InstanceTemplate expected) {
    InstanceEntity g = given.open(Optional.empty(), session);
    exports(g, expected.open(Optional.of(g), session).exports().values());
    InstanceEntity e = expected.open(Optional.empty(), session);
    return exports(e, given.open(Optional.of(e), session).exports().values());
  }

  private static Invalid different(Shape given, Shape expected) {
    String one = given.noun();
    String other = expected.noun();
    return new Invalid(one.equals(other) ? one + " differs" : "expected " + other + ", got " + one);
  }

  private static List<String> words(ValueShape.RecordShape s) {
    return s.fields().stream().map(ValueShape.Field::label).toList();
  }

  private static List<String> words(ValueShape.VariantShape s) {
    return s.cases().stream().map(c -> c.label() + (c.type().isPresent() ? "(…)" : "")).toList();
  }

  private static List<String> words(ValueShape.ResultShape s) {
    return List.of(s.ok().isPresent() ? "ok" : "_", s.err().isPresent() ? "err" : "_");
  }

  private static List<String> words(ValueShape.FixedListShape s) {
    return List.of(Integer.toUnsignedString(s.length()));
  }

  private static List<String> words(FuncShape s) {
    return List.of(
        (s.async() ? "async " : "")
            + s.params().stream().map(ValueShape.Field::label).toList()
            + (s.result().isPresent() ? " -> …" : ""));
  }
}
