package radicchio.wasi.p2.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import radicchio.abi.Refusal;
import radicchio.error.ForeignText;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.http.HttpField;

/** To a user, {@code fields} are a list of pairs of a name and bytes. */
final class FieldsConversion implements JavaResource.Conversion<GuestFields> {
  private final long most;

  FieldsConversion(long most) {
    this.most = most;
  }

  @Override
  public Optional<Object> toUser(GuestFields fields) {
    return Optional.of(fields.entries().stream().map(f -> List.of(f.name(), f.value())).toList());
  }

  @Override
  public GuestFields ofUser(Object value) {
    List<HttpField> entries = new ArrayList<>();
    if (!(value instanceof List<?> pairs)) {
      throw refused(value);
    }
    for (Object pair : pairs) {
      if (pair instanceof List<?> two
          && two.size() == 2
          && two.get(0) instanceof String name
          && two.get(1) instanceof byte[] bytes
          && FieldRules.isToken(name)
          && FieldRules.isValue(name, bytes)) {
        entries.add(new HttpField(name, bytes));
      } else {
        throw refused(pair);
      }
    }
    return GuestFields.mutable(entries, most);
  }

  private static Refusal refused(Object value) {
    return Refusal.of(
        "expected a vector of [name bytes] for fields of wasi:http, got "
            + ForeignText.printed(value));
  }
}
