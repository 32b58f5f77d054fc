package radicchio.wasi.p3.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.host.http.FieldPairs;
import radicchio.wasi.host.http.HeaderError;

/** The functions of {@code fields}. */
final class FieldListFunctions {
  private final long most;

  /** @param most the approximate most bytes of one {@code fields} */
  FieldListFunctions(long most) {
    this.most = most;
  }

  /** For a user, {@code fields} are a list of pairs of a name and bytes. */
  private record Conversion(long most) implements JavaResource.Conversion<FieldList> {
    @Override
    public Optional<Object> toUser(FieldList fields) {
      return Optional.of(FieldPairs.toUser(fields.entries()));
    }

    @Override
    public FieldList ofUser(Object value) {
      return FieldList.mutable(FieldPairs.ofUser(value), most);
    }
  }

  void addTo(HostInterface host) {
    String method = "[method]fields.";
    host.withResource("fields", FieldList.class, fields -> {}, fields -> {}, new Conversion(most))
        .with("[constructor]fields", a -> FieldList.mutable(List.of(), most))
        .with("[static]fields.from-list", this::fromList)
        .with(method + "get", a -> Staged.list(self(a).get(a.text(1))))
        .with(method + "has", a -> Staged.bool(self(a).has(a.text(1))))
        .with(method + "set", a -> done(self(a).set(a.text(1), values(a.parts(2)))))
        .with(method + "delete", a -> done(self(a).delete(a.text(1))))
        .with(method + "get-and-delete", FieldListFunctions::getAndDelete)
        .with(method + "append", a -> done(append(self(a), a.text(1), a.bytes(2))))
        .with(method + "copy-all", FieldListFunctions::copyAll)
        .with(method + "clone", a -> FieldList.mutable(self(a).entries(), most));
  }

  private static FieldList self(Arguments arguments) {
    return arguments.self(FieldList.class);
  }

  private static List<byte[]> values(Object[] staged) {
    return Arrays.stream(staged).map(byte[].class::cast).toList();
  }

  /** All values of a name have the case of the first one. */
  private static Optional<HeaderError> append(FieldList fields, String name, byte[] value) {
    return fields.append(fields.known(name), value);
  }

  private static StagedCase done(Optional<HeaderError> error) {
    return error.map(FieldListFunctions::err).orElseGet(Staged::ok);
  }

  private static StagedCase err(HeaderError error) {
    return Staged.err(new StagedCase(error.ordinal(), null));
  }

  private StagedCase fromList(Arguments arguments) {
    FieldList made = FieldList.mutable(List.of(), most);
    for (Object entry : arguments.parts(0)) {
      Object[] pair = (Object[]) entry;
      Optional<HeaderError> error = append(made, Arguments.text(pair[0]), (byte[]) pair[1]);
      if (error.isPresent()) {
        return done(error);
      }
    }
    return Staged.ok(made);
  }

  private static StagedCase getAndDelete(Arguments arguments) {
    String name = arguments.text(1);
    List<byte[]> values = self(arguments).get(name);
    Optional<HeaderError> error = self(arguments).delete(name);
    return error.map(FieldListFunctions::err).orElseGet(() -> Staged.ok(Staged.list(values)));
  }

  private static Object[] copyAll(Arguments arguments) {
    return self(arguments).entries().stream()
        .map(field -> Staged.record(field.name(), field.value()))
        .toArray();
  }
}
