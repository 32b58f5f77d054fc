package radicchio.wasi.p2.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.HeaderError;

/** The functions of {@code fields}. */
final class FieldsFunctions {
  private final long most;

  /** @param most approximately the most bytes of one {@code fields} */
  FieldsFunctions(long most) {
    this.most = most;
  }

  void addTo(HostInterface host) {
    host.withResource(
            "fields",
            GuestFields.class,
            GuestFields::drop,
            fields -> {},
            new FieldsConversion(most))
        .with("[constructor]fields", a -> GuestFields.mutable(List.of(), most))
        .with("[static]fields.from-list", this::fromList)
        .with("[method]fields.get", a -> Staged.list(self(a).get(a.text(1))))
        .with("[method]fields.has", a -> Staged.bool(self(a).has(a.text(1))))
        .with("[method]fields.set", a -> done(self(a).set(a.text(1), values(a.parts(2)))))
        .with("[method]fields.delete", a -> done(self(a).delete(a.text(1))))
        .with("[method]fields.append", a -> done(self(a).append(a.text(1), a.bytes(2))))
        .with("[method]fields.entries", FieldsFunctions::entries)
        .with("[method]fields.clone", a -> GuestFields.mutable(self(a).entries(), most));
  }

  private static GuestFields self(Arguments arguments) {
    return arguments.self(GuestFields.class);
  }

  private static List<byte[]> values(Object[] staged) {
    return Arrays.stream(staged).map(byte[].class::cast).toList();
  }

  private static StagedCase done(Optional<HeaderError> error) {
    return error.map(e -> Staged.err(variant(e))).orElseGet(Staged::ok);
  }

  private static StagedCase variant(HeaderError error) {
    return new StagedCase(error.ordinal(), null);
  }

  private StagedCase fromList(Arguments arguments) {
    GuestFields made = GuestFields.mutable(List.of(), most);
    for (Object entry : arguments.parts(0)) {
      Object[] pair = (Object[]) entry;
      Optional<HeaderError> error = made.append(Arguments.text(pair[0]), (byte[]) pair[1]);
      if (error.isPresent()) {
        return done(error);
      }
    }
    return Staged.ok(made);
  }

  private static Object[] entries(Arguments arguments) {
    return self(arguments).entries().stream()
        .map(field -> Staged.record(field.name(), field.value()))
        .toArray();
  }
}
