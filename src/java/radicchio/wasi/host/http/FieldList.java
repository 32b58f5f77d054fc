package radicchio.wasi.host.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import radicchio.wasi.http.HttpField;

/** Headers or trailers, in their order, with the changes that a guest may make. */
public final class FieldList {
  /** The approximate number of bytes of a field besides its name and value. */
  private static final int OVERHEAD = 32;

  private final List<HttpField> entries;
  private final boolean mutable;
  private final long most;
  private long size;

  private FieldList(List<HttpField> entries, boolean mutable, long most) {
    this.entries = entries;
    this.mutable = mutable;
    this.most = most;
    this.size = sizeOf(entries);
  }

  /** @param most the approximate most bytes of all fields */
  public static FieldList mutable(List<HttpField> entries, long most) {
    return new FieldList(new ArrayList<>(entries), true, most);
  }

  /** Makes the fields of a message. */
  public static FieldList immutable(List<HttpField> entries) {
    return new FieldList(entries, false, Long.MAX_VALUE);
  }

  private static long sizeOf(List<HttpField> fields) {
    return fields.stream()
        .mapToLong(field -> (long) field.name().length() + field.value().length + OVERHEAD)
        .sum();
  }

  public List<HttpField> entries() {
    return List.copyOf(entries);
  }

  public List<byte[]> get(String name) {
    return entries.stream().filter(field -> field.isNamed(name)).map(HttpField::value).toList();
  }

  public boolean has(String name) {
    return entries.stream().anyMatch(field -> field.isNamed(name));
  }

  /** Replaces the values of a name. Returns the error; empty on success. */
  public Optional<HeaderError> set(String name, List<byte[]> values) {
    Optional<HeaderError> error = check(name, values);
    if (error.isPresent()) {
      return error;
    }
    List<HttpField> fields = values.stream().map(value -> new HttpField(name, value)).toList();
    List<HttpField> old = entries.stream().filter(field -> field.isNamed(name)).toList();
    return whenCharged(
        sizeOf(fields) - sizeOf(old),
        () -> {
          entries.removeIf(field -> field.isNamed(name));
          entries.addAll(fields);
        });
  }

  /** Removes the values of a name. Returns as {@link #set}. */
  public Optional<HeaderError> delete(String name) {
    return set(name, List.of());
  }

  /** Returns a name in the case of the first field that has it; the name itself if none has. */
  public String known(String name) {
    return entries.stream()
        .map(HttpField::name)
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .orElse(name);
  }

  /** Adds a value to those of a name. Returns the error; empty on success. */
  public Optional<HeaderError> append(String name, byte[] value) {
    Optional<HeaderError> error = check(name, List.of(value));
    if (error.isPresent()) {
      return error;
    }
    HttpField field = new HttpField(name, value);
    return whenCharged(sizeOf(List.of(field)), () -> entries.add(field));
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

  private Optional<HeaderError> whenCharged(long more, Runnable change) {
    if (size + more > most) {
      return Optional.of(HeaderError.SIZE_EXCEEDED);
    }
    size += more;
    change.run();
    return Optional.empty();
  }

  /** Returns the {@code Content-Length} among the fields; empty if it is missing, or if several differ. */
  public static OptionalLong contentLength(List<HttpField> fields) {
    List<String> lengths = lengths(fields);
    return lengths.size() == 1
        ? OptionalLong.of(Long.parseLong(lengths.get(0)))
        : OptionalLong.empty();
  }

  /** Tests whether they contain two different lengths of a body. */
  public static boolean hasTwoLengths(List<HttpField> fields) {
    return lengths(fields).size() > 1;
  }

  private static List<String> lengths(List<HttpField> fields) {
    return fields.stream()
        .filter(field -> field.isNamed("content-length"))
        .map(HttpField::text)
        .distinct()
        .toList();
  }
}
