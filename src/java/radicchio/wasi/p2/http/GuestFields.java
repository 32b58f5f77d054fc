package radicchio.wasi.p2.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.p2.Children;

/** {@code fields}: headers or trailers, in their order. */
final class GuestFields {
  /** About what a field costs beside its name and value. */
  private static final int OVERHEAD = 32;

  private final List<HttpField> entries;
  private final boolean mutable;
  private final long most;
  private final Optional<Children> siblings;
  private long size;

  private GuestFields(
      List<HttpField> entries, boolean mutable, long most, Optional<Children> siblings) {
    this.entries = entries;
    this.mutable = mutable;
    this.most = most;
    this.siblings = siblings;
    this.size = entries.stream().mapToLong(GuestFields::sizeOf).sum();
  }

  /** @param most about how many bytes they may have */
  static GuestFields mutable(List<HttpField> entries, long most) {
    return new GuestFields(new ArrayList<>(entries), true, most, Optional.empty());
  }

  /** Those of a message, which must be dropped before it. */
  static GuestFields childOf(Children siblings, List<HttpField> entries) {
    siblings.add();
    return new GuestFields(entries, false, Long.MAX_VALUE, Optional.of(siblings));
  }

  private static long sizeOf(HttpField field) {
    return (long) field.name().length() + field.value().length + OVERHEAD;
  }

  List<HttpField> entries() {
    return List.copyOf(entries);
  }

  List<byte[]> get(String name) {
    return entries.stream().filter(field -> field.isNamed(name)).map(HttpField::value).toList();
  }

  boolean has(String name) {
    return entries.stream().anyMatch(field -> field.isNamed(name));
  }

  /** Empty if it was done. */
  Optional<HeaderError> set(String name, List<byte[]> values) {
    Optional<HeaderError> error = check(name, values);
    if (error.isEmpty()) {
      List<HttpField> fields = values.stream().map(value -> new HttpField(name, value)).toList();
      long old = entries.stream().filter(f -> f.isNamed(name)).mapToLong(GuestFields::sizeOf).sum();
      charge(fields.stream().mapToLong(GuestFields::sizeOf).sum() - old);
      entries.removeIf(field -> field.isNamed(name));
      entries.addAll(fields);
    }
    return error;
  }

  Optional<HeaderError> delete(String name) {
    return set(name, List.of());
  }

  Optional<HeaderError> append(String name, byte[] value) {
    Optional<HeaderError> error = check(name, List.of(value));
    if (error.isEmpty()) {
      HttpField field = new HttpField(name, value);
      charge(sizeOf(field));
      entries.add(field);
    }
    return error;
  }

  private Optional<HeaderError> check(String name, List<byte[]> values) {
    if (!FieldRules.isToken(name)) {
      return Optional.of(HeaderError.INVALID_SYNTAX);
    }
    if (FieldRules.isForbidden(name)) {
      return Optional.of(HeaderError.FORBIDDEN);
    }
    if (!mutable) {
      return Optional.of(HeaderError.IMMUTABLE);
    }
    return values.stream().allMatch(value -> FieldRules.isValue(name, value))
        ? Optional.empty()
        : Optional.of(HeaderError.INVALID_SYNTAX);
  }

  /** WASI has no error for it: the guest traps. */
  private void charge(long more) {
    if (size + more > most) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "fields of wasi:http would have about "
                  + (size + more)
                  + " bytes, and :limits :header-bytes is "
                  + most)
          .withKeyword("limit", "header-bytes");
    }
    size += more;
  }

  /** Returns the {@code Content-Length} among the fields; empty if it is missing, or if several differ. */
  static OptionalLong contentLength(List<HttpField> fields) {
    List<String> lengths =
        fields.stream()
            .filter(field -> field.isNamed("content-length"))
            .map(HttpField::text)
            .distinct()
            .toList();
    return lengths.size() == 1
        ? OptionalLong.of(Long.parseLong(lengths.get(0)))
        : OptionalLong.empty();
  }

  /** Whether they say two lengths of a body. */
  static boolean hasTwoLengths(List<HttpField> fields) {
    return fields.stream()
            .filter(field -> field.isNamed("content-length"))
            .map(HttpField::text)
            .distinct()
            .count()
        > 1;
  }

  /** The fields of a handle that the guest gives away. */
  List<HttpField> taken() {
    drop();
    return entries();
  }

  void drop() {
    siblings.ifPresent(Children::remove);
  }
}
