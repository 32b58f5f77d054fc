package radicchio.engine.chicory.module;

import com.dylibso.chicory.wasm.types.CompType;
import com.dylibso.chicory.wasm.types.FieldType;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.SubType;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.ValType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType.FuncType;

/**
 * The types of a module's type section as texts with the same meaning in every module: two types are equal, as the core
 * specification defines it (structure, up to recursion groups), if and only if their texts are. A long text is replaced by its
 * digest, so that types built from types stay short.
 */
public final class TypeTexts {
  private static final int LONGEST = 400;

  /** The prefix of the text of a heap type that is not a function type. */
  static final String GC = "gc ";

  private static final Map<CoreType, String> NUMBERS =
      Map.of(
          CoreType.I32, "i32",
          CoreType.I64, "i64",
          CoreType.F32, "f32",
          CoreType.F64, "f64",
          CoreType.V128, "v128");

  private final TypeSection section;
  private final int[] groupStart;
  private final int[] groupSize;
  private final String[] texts;

  TypeTexts(TypeSection section) {
    this.section = section;
    int count = section.subTypeCount();
    this.groupStart = new int[count];
    this.groupSize = new int[count];
    this.texts = new String[count];
    int base = 0;
    for (int g = 0; g < section.typeCount(); g++) {
      int size = section.getRecType(g).subTypes().length;
      for (int i = base; i < base + size; i++) {
        groupStart[i] = base;
        groupSize[i] = size;
      }
      base += size;
    }
    for (int i = 0; i < count; i++) {
      text(i); // in order, so that no chain of types that refer to one another becomes a deep
      // recursion
    }
  }

  /** Returns the text of a simple function type that the host made. */
  public static String text(FuncType type) {
    StringBuilder text = new StringBuilder("(func");
    append(text, " (param", type.params());
    append(text, " (result", type.results());
    return shorten(text.append(')').toString());
  }

  /** A text is made for each function that the host makes for each instance, so a loop makes it, not a stream. */
  private static void append(StringBuilder text, String open, List<CoreType> types) {
    if (types.isEmpty()) {
      return;
    }
    text.append(open);
    for (CoreType type : types) {
      text.append(' ').append(text(type));
    }
    text.append(')');
  }

  /** Returns the text of a value type in the text format. */
  public static String text(CoreType type) {
    if (type instanceof CoreType.Ref ref) {
      return switch (ref.heap()) {
        case "func", "extern", "exn", "any", "eq", "i31", "struct", "array" ->
            ref.nullable() ? ref.heap() + "ref" : "(ref " + ref.heap() + ")";
        default -> "(ref " + (ref.nullable() ? "null " : "") + ref.heap() + ")";
      };
    }
    return NUMBERS.get(type);
  }

  /** Returns the text of the type at an index. */
  public String text(int index) {
    String known = texts[index];
    if (known != null) {
      return known;
    }
    int start = groupStart[index];
    int size = groupSize[index];
    if (size == 1) {
      texts[index] = shorten(subType(section.getSubType(index), start, size));
      return texts[index];
    }
    StringBuilder group = new StringBuilder("(rec");
    for (int i = start; i < start + size; i++) {
      group.append(' ').append(subType(section.getSubType(i), start, size));
    }
    String whole = shorten(group.append(')').toString());
    for (int i = start; i < start + size; i++) {
      texts[i] = whole + "." + (i - start);
    }
    return texts[index];
  }

  /** Returns the public form of a function type. */
  FuncType function(FunctionType type) {
    return new FuncType(
        type.params().stream().map(this::value).toList(),
        type.returns().stream().map(this::value).toList());
  }

  /** Returns the public form of a value type. */
  CoreType value(ValType type) {
    return switch (type.opcode()) {
      case ValType.ID.I32 -> CoreType.I32;
      case ValType.ID.I64 -> CoreType.I64;
      case ValType.ID.F32 -> CoreType.F32;
      case ValType.ID.F64 -> CoreType.F64;
      case ValType.ID.V128 -> CoreType.V128;
      case ValType.ID.Ref -> new CoreType.Ref(false, heap(type.typeIdx()));
      case ValType.ID.RefNull -> new CoreType.Ref(true, heap(type.typeIdx()));
      default -> throw Refused.feature("the value type " + type);
    };
  }

  private String heap(int code) {
    if (code < 0) {
      return abstractHeap(code);
    }
    return section.getSubType(code).compType().funcType() != null ? text(code) : GC + text(code);
  }

  private static String abstractHeap(int code) {
    return switch (code) {
      case -13 -> "nofunc";
      case -14 -> "noextern";
      case -15 -> "none";
      case -16 -> "func";
      case -17 -> "extern";
      case -18 -> "any";
      case -19 -> "eq";
      case -20 -> "i31";
      case -21 -> "struct";
      case -22 -> "array";
      case -23 -> "exn";
      default -> throw Refused.feature("the heap type " + code);
    };
  }

  private String subType(SubType type, int start, int size) {
    String comp = compType(type.compType(), start, size);
    if (type.isFinal() && type.typeIdx().length == 0) {
      return comp;
    }
    StringBuilder text = new StringBuilder(type.isFinal() ? "(sub final" : "(sub");
    for (int parent : type.typeIdx()) {
      text.append(' ').append(reference(parent, start, size));
    }
    return text.append(' ').append(comp).append(')').toString();
  }

  private String compType(CompType type, int start, int size) {
    if (type.funcType() != null) {
      return "(func"
          + list(" (param", values(type.funcType().params(), start, size))
          + list(" (result", values(type.funcType().returns(), start, size))
          + ")";
    }
    if (type.structType() != null) {
      StringBuilder text = new StringBuilder("(struct");
      for (FieldType field : type.structType().fieldTypes()) {
        text.append(' ').append(field(field, start, size));
      }
      return text.append(')').toString();
    }
    return "(array " + field(type.arrayType().fieldType(), start, size) + ")";
  }

  private String field(FieldType field, int start, int size) {
    var storage = field.storageType();
    String type =
        storage.valType() != null
            ? value(storage.valType(), start, size)
            : "i" + 8 * storage.byteSize();
    return field.mut() == MutabilityType.Var ? "(mut " + type + ")" : type;
  }

  private List<String> values(List<ValType> types, int start, int size) {
    return types.stream().map(t -> value(t, start, size)).collect(Collectors.toList());
  }

  private String value(ValType type, int start, int size) {
    if (type.isReference() && type.typeIdx() >= 0) {
      return "(ref "
          + (type.opcode() == ValType.ID.RefNull ? "null " : "")
          + reference(type.typeIdx(), start, size)
          + ")";
    }
    return text(value(type));
  }

  private String reference(int index, int start, int size) {
    return index >= start && index < start + size ? "rec." + (index - start) : text(index);
  }

  private static String list(String open, List<String> items) {
    return items.isEmpty() ? "" : open + " " + String.join(" ", items) + ")";
  }

  private static String shorten(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "(type " + HexFormat.of().formatHex(digest) + ")";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
