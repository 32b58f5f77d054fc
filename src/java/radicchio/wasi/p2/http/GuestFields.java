package radicchio.wasi.p2.http;

import java.util.List;
import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.host.http.HeaderError;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.p2.Children;

/** {@code fields}. */
final class GuestFields {
  private final FieldList list;
  private final long most;
  private final Optional<Children> siblings;

  private GuestFields(FieldList list, long most, Optional<Children> siblings) {
    this.list = list;
    this.most = most;
    this.siblings = siblings;
  }

  /** @param most approximately the most bytes of these fields */
  static GuestFields mutable(List<HttpField> entries, long most) {
    return new GuestFields(FieldList.mutable(entries, most), most, Optional.empty());
  }

  /** Returns the fields of a message, which a guest must drop before the message. */
  static GuestFields childOf(Children siblings, List<HttpField> entries) {
    siblings.add();
    return new GuestFields(FieldList.immutable(entries), Long.MAX_VALUE, Optional.of(siblings));
  }

  List<HttpField> entries() {
    return list.entries();
  }

  List<byte[]> get(String name) {
    return list.get(name);
  }

  boolean has(String name) {
    return list.has(name);
  }

  Optional<HeaderError> set(String name, List<byte[]> values) {
    return fitting(list.set(name, values));
  }

  Optional<HeaderError> delete(String name) {
    return fitting(list.delete(name));
  }

  Optional<HeaderError> append(String name, byte[] value) {
    return fitting(list.append(name, value));
  }

  /** Makes the trap for too many bytes, for which WASI 0.2 has no error. */
  private Optional<HeaderError> fitting(Optional<HeaderError> error) {
    if (error.filter(HeaderError.SIZE_EXCEEDED::equals).isPresent()) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "the fields of wasi:http are too long: :limits :header-bytes is " + most)
          .withKeyword("limit", "header-bytes");
    }
    return error;
  }

  /** Returns the fields of an own handle of the guest. */
  List<HttpField> taken() {
    drop();
    return entries();
  }

  void drop() {
    siblings.ifPresent(Children::remove);
  }
}
