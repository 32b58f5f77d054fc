package radicchio.wasi.http.jetty;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import radicchio.wasi.http.HttpField;

/** Converts header fields from and to Jetty's. Jetty uses one char for each byte of a value. */
final class FieldLists {
  private FieldLists() {}

  static List<HttpField> of(HttpFields fields) {
    List<HttpField> list = new ArrayList<>(fields.size());
    for (org.eclipse.jetty.http.HttpField field : fields) {
      String value = field.getValue();
      list.add(HttpField.of(field.getName(), value == null ? "" : value));
    }
    return list;
  }

  static void add(List<HttpField> from, HttpFields.Mutable to) {
    for (HttpField field : from) {
      to.add(new org.eclipse.jetty.http.HttpField(field.name(), field.text()));
    }
  }

  static HttpFields of(List<HttpField> fields) {
    HttpFields.Mutable made = HttpFields.build(fields.size());
    add(fields, made);
    return made.asImmutable();
  }
}
