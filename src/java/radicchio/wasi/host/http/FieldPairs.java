package radicchio.wasi.host.http;

import java.util.ArrayList;
import java.util.List;
import radicchio.abi.value.Refusal;
import radicchio.error.ForeignText;
import radicchio.wasi.http.HttpField;

/** The form of fields for users: a list of pairs of a name and bytes. */
public final class FieldPairs {
  private FieldPairs() {}

  public static Object toUser(List<HttpField> fields) {
    return fields.stream().map(f -> List.of(f.name(), f.value())).toList();
  }

  /** @throws Refusal for any other value */
  public static List<HttpField> ofUser(Object value) {
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
    return entries;
  }

  private static Refusal refused(Object value) {
    return Refusal.of(
        "expected a vector of [name bytes] for fields of wasi:http, got "
            + ForeignText.printed(value));
  }
}
