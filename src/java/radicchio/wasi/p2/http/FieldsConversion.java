package radicchio.wasi.p2.http;

import java.util.Optional;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.host.http.FieldPairs;

/** Converts {@code fields} for users: a list of pairs of a name and bytes. */
record FieldsConversion(long most) implements JavaResource.Conversion<GuestFields> {

  @Override
  public Optional<Object> toUser(GuestFields fields) {
    return Optional.of(FieldPairs.toUser(fields.entries()));
  }

  @Override
  public GuestFields ofUser(Object value) {
    return GuestFields.mutable(FieldPairs.ofUser(value), most);
  }
}
