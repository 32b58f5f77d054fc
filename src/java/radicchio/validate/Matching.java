package radicchio.validate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.error.ForeignText;
import radicchio.validate.Entity.ComponentEntity;
import radicchio.validate.Entity.CoreModuleEntity;
import radicchio.validate.Entity.FuncEntity;
import radicchio.validate.Entity.InstanceEntity;
import radicchio.validate.Entity.Named;
import radicchio.validate.Entity.TypeEntity;

/** Whether one thing may stand for another: subtyping (Explainer.md, "Type Checking"). */
final class Matching {
  private final Session session;

  Matching(Session session) {
    this.session = session;
  }

  /** Throws where {@code given} may not stand for {@code expected}. */
  void match(Entity given, Entity expected) {
    if (given.sort() != expected.sort()) {
      throw new Invalid("expected a " + expected.sort() + ", got a " + given.sort());
    }
    if (given instanceof CoreModuleEntity g) {
      CoreMatching.module(g.type(), ((CoreModuleEntity) expected).type());
    } else if (given instanceof FuncEntity g) {
      equal(g.type(), ((FuncEntity) expected).type());
    } else if (given instanceof TypeEntity g) {
      equal(g.type(), ((TypeEntity) expected).type());
    } else if (given instanceof InstanceEntity g) {
      exports(g, ((InstanceEntity) expected).exports().values());
    } else if (given instanceof ComponentEntity g) {
      component(g.template(), ((ComponentEntity) expected).template());
    }
  }

  private void exports(InstanceEntity given, Iterable<Named> expected) {
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
  }

  /** A component may import less and export more; each resource that is expected becomes the one given. */
  private void component(ComponentTemplate given, ComponentTemplate expected) {
    Map<String, Entity> imports = new LinkedHashMap<>();
    expected.open(session).imports().forEach(i -> imports.put(i.name().text(), i.entity()));
    ComponentType g = given.evaluate(Optional.of(imports), Optional.empty(), session);
    InstanceEntity exports = InstanceEntity.of(g.exports());
    exports(
        exports, expected.evaluate(Optional.of(imports), Optional.of(exports), session).exports());
  }

  private static void within(String place, Runnable body) {
    try {
      body.run();
    } catch (Invalid e) {
      throw e.in(place);
    }
  }

  private void equal(TypeNode given, TypeNode expected) {
    if (given == expected) {
      return;
    }
    session.work(1);
    Shape g = given.shape();
    Shape e = expected.shape();
    if (g == e) {
      return;
    }
    if (g.getClass() != e.getClass()) {
      throw different(g, e);
    }
    if (g instanceof Shape.PrimShape
        || g instanceof Shape.EnumShape
        || g instanceof Shape.FlagsShape) {
      if (!g.equals(e)) {
        throw different(g, e);
      }
    } else if (g instanceof Shape.ResourceShape r) {
      if (r.identity() != ((Shape.ResourceShape) e).identity()) {
        throw new Invalid("the resources are not the same");
      }
    } else if (g instanceof Shape.InstanceShape s) {
      mutual(s.template(), ((Shape.InstanceShape) e).template());
    } else if (g instanceof Shape.ComponentShape s) {
      component(s.template(), ((Shape.ComponentShape) e).template());
      component(((Shape.ComponentShape) e).template(), s.template());
    } else {
      labels(g, e);
      parts(g, e);
    }
  }

  private void mutual(InstanceTemplate given, InstanceTemplate expected) {
    InstanceEntity g = given.open(Optional.empty(), session);
    exports(g, expected.open(Optional.of(g), session).exports().values());
    InstanceEntity e = expected.open(Optional.empty(), session);
    exports(e, given.open(Optional.of(e), session).exports().values());
  }

  private static Invalid different(Shape given, Shape expected) {
    String one = given.noun();
    String other = expected.noun();
    return new Invalid(one.equals(other) ? one + " differs" : "expected " + other + ", got " + one);
  }

  /** Compares what a shape says besides its parts. */
  private static void labels(Shape g, Shape e) {
    if (!words(g).equals(words(e))) {
      throw new Invalid("expected " + e.noun() + " with " + words(e) + ", got " + words(g));
    }
  }

  private static List<String> words(Shape shape) {
    if (shape instanceof Shape.RecordShape s) {
      return s.fields().stream().map(Shape.Field::label).toList();
    } else if (shape instanceof Shape.VariantShape s) {
      return s.cases().stream().map(c -> c.label() + (c.type().isPresent() ? "(…)" : "")).toList();
    } else if (shape instanceof Shape.FuncShape s) {
      return List.of(
          (s.async() ? "async " : "")
              + s.params().stream().map(Shape.Field::label).toList()
              + (s.result().isPresent() ? " -> …" : ""));
    } else if (shape instanceof Shape.ResultShape s) {
      return List.of(s.ok().isPresent() ? "ok" : "_", s.err().isPresent() ? "err" : "_");
    } else if (shape instanceof Shape.FixedListShape s) {
      return List.of(Integer.toUnsignedString(s.length()));
    }
    return List.of(Integer.toString(Parts.of(shape).size()));
  }

  private void parts(Shape g, Shape e) {
    List<TypeNode> given = Parts.of(g);
    List<TypeNode> expected = Parts.of(e);
    for (int i = 0; i < given.size(); i++) {
      TypeNode one = given.get(i);
      TypeNode other = expected.get(i);
      within(e.noun(), () -> equal(one, other));
    }
  }
}
