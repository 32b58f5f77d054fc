package radicchio.component;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import radicchio.component.CoreDefType.FieldType;
import radicchio.component.CoreDefType.SubType;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;
import radicchio.engine.ExternType.FuncType;

/**
 * Core types without indices. A heap type that is an index becomes a text that means the same in every module: two types
 * are equal, as the Core specification defines it (structure, up to recursion groups), just when their texts are. A text
 * that would be long is replaced by its digest, so that types built of types stay short. A text begins with {@code (func},
 * {@code (struct} or {@code (array}.
 *
 * @param known the texts of the indices that are known
 */
public record CoreTypeTexts(IntFunction<String> known) implements ExternType.Cases<ExternType> {
  private static final int LONGEST = 100;

  /**
   * The texts of a recursion group, whose types may refer to each other and to the known ones.
   *
   * @param first the index of the first of its types
   */
  public List<String> group(List<SubType> group, int first) {
    CoreTypeTexts inside =
        new CoreTypeTexts(
            i -> i >= first && i < first + group.size() ? "rec." + (i - first) : known.apply(i));
    if (group.size() == 1) {
      return List.of(whole(group.get(0), inside.text(group.get(0))));
    }
    String together =
        shortened(
            group.stream()
                .map(type -> " (" + type.form() + inside.text(type) + ")")
                .collect(Collectors.joining()));
    return IntStream.range(0, group.size())
        .mapToObj(i -> whole(group.get(i), " " + i + " of (rec" + together + ")"))
        .toList();
  }

  private static String whole(SubType type, String body) {
    return "(" + type.form() + shortened(body) + ")";
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return " " + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private String text(SubType type) {
    StringBuilder text = new StringBuilder(type.open() ? " open" : "");
    type.supertypes().forEach(i -> text.append(" sub ").append(known.apply(i)));
    if (type instanceof CoreDefType.CoreFuncDef f) {
      list(text, "param", f.type().params());
      list(text, "result", f.type().results());
    } else if (type instanceof CoreDefType.CoreAggregateDef a) {
      a.fields().forEach(field -> text.append(' ').append(text(field)));
    }
    return text.toString();
  }

  private void list(StringBuilder text, String word, List<CoreType> types) {
    if (!types.isEmpty()) {
      text.append(" (").append(word);
      types.forEach(t -> text.append(' ').append(text(resolved(t))));
      text.append(')');
    }
  }

  private String text(FieldType field) {
    String type = field.packed() == 0 ? text(resolved(field.type())) : "i" + field.packed();
    return field.mutable() ? "(mut " + type + ")" : type;
  }

  /** A value type as the text format writes it. */
  public static String text(CoreType type) {
    return type instanceof CoreType.Ref ref
        ? "(ref " + (ref.nullable() ? "null " : "") + ref.heap() + ")"
        : type.toString().toLowerCase(Locale.ROOT);
  }

  private CoreType resolved(CoreType type) {
    return type instanceof CoreType.Ref ref && ref.index().isPresent()
        ? new CoreType.Ref(ref.nullable(), known.apply(ref.index().getAsInt()))
        : type;
  }

  /** A type whose references name types by texts. */
  public FuncType resolved(FuncType type) {
    return new FuncType(
        type.params().stream().map(this::resolved).toList(),
        type.results().stream().map(this::resolved).toList(),
        type.declared());
  }

  /**
   * Returns the type of a function with this definition.
   *
   * @param text the text of the definition
   * @param alone whether no other type is in its recursion group
   */
  public FuncType function(CoreDefType.CoreFuncDef definition, String text, boolean alone) {
    FuncType type = resolved(definition.type());
    boolean structural = alone && !definition.open() && definition.supertypes().isEmpty();
    return structural ? type : new FuncType(type.params(), type.results(), Optional.of(text));
  }

  @Override
  public ExternType on(FuncType type) {
    return resolved(type);
  }

  @Override
  public ExternType on(ExternType.MemoryType type) {
    return type;
  }

  @Override
  public ExternType on(ExternType.TableType type) {
    CoreType element = resolved(type.element());
    return new ExternType.TableType(element, type.min(), type.max(), type.table64());
  }

  @Override
  public ExternType on(ExternType.GlobalType type) {
    return new ExternType.GlobalType(resolved(type.value()), type.mutable());
  }

  @Override
  public ExternType on(ExternType.TagType type) {
    return new ExternType.TagType(resolved(type.type()));
  }
}
