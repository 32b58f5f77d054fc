package radicchio.abi;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import radicchio.abi.layout.Layout;
import radicchio.abi.value.GuestString;
import radicchio.abi.value.Maker;
import radicchio.abi.value.StagedCase;
import radicchio.abi.value.Values;
import radicchio.component.ValType.MapType;
import radicchio.engine.Deadline;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * Makes host values of staged ones, for elements that the host gave to a guest and gets back without a guest having read them. Used
 * while one plan is made.
 */
final class Restage {

  /** Makes the host value of a staged value. */
  @FunctionalInterface
  interface Remaker {
    Object make(Object staged);
  }

  private final Values values;

  Restage(Values values) {
    this.values = values;
  }

  Remaker of(Layout layout) {
    Maker maker = values.maker(layout.type());
    if (layout instanceof Layout.OfScalar) {
      return staged -> ((Maker.OfScalar) maker).make((Long) staged);
    }
    if (layout instanceof Layout.OfString) {
      return staged -> ((Maker.OfString) maker).make(string(staged), Deadline.NONE);
    }
    if (maker instanceof Maker.OfImage image) {
      return staged -> image.make(((byte[]) staged).clone(), Deadline.NONE);
    }
    if (layout instanceof Layout.OfVariant variant) {
      return cases(variant, (Maker.OfCase) maker);
    }
    if (layout instanceof Layout.OfEnd) {
      return staged -> ((Maker.OfEnd) maker).make(end(staged));
    }
    return maker instanceof Maker.OfParts parts ? parts(fields(layout), parts) : staged -> staged;
  }

  /** Returns the layouts of the parts, which repeat. */
  private static List<Layout> fields(Layout layout) {
    if (layout instanceof Layout.OfList list) {
      return list.type() instanceof MapType
          ? ((Layout.OfRecord) list.element()).fields()
          : List.of(list.element());
    }
    return layout instanceof Layout.OfFixedList list
        ? List.of(list.element())
        : ((Layout.OfRecord) layout).fields();
  }

  private Remaker parts(List<Layout> layouts, Maker.OfParts maker) {
    Remaker[] remakers = layouts.stream().map(this::of).toArray(Remaker[]::new);
    return staged -> {
      Object[] parts = ((Object[]) staged).clone();
      for (int i = 0; i < parts.length; i++) {
        parts[i] = remakers[i % remakers.length].make(parts[i]);
      }
      return maker.make(parts, Deadline.NONE);
    };
  }

  private Remaker cases(Layout.OfVariant variant, Maker.OfCase maker) {
    List<Optional<Remaker>> payloads =
        variant.cases().stream().map(payload -> payload.map(this::of)).toList();
    return staged -> {
      StagedCase given = (StagedCase) staged;
      Optional<Remaker> payload = payloads.get(given.index());
      return maker.make(
          given.index(), payload.isPresent() ? payload.get().make(given.payload()) : null);
    };
  }

  private static GuestString string(Object staged) {
    return staged instanceof GuestString guests ? guests : GuestString.of((String) staged);
  }

  private static Object end(Object staged) {
    if (staged instanceof AutoCloseable || staged instanceof CompletionStage) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          "a stream or future inside an element of a stream that the host gave cannot return to the host");
    }
    return staged;
  }
}
