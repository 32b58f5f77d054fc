package radicchio.runtime.link;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import radicchio.component.FuncType;
import radicchio.component.ResourceType;
import radicchio.component.ValType;
import radicchio.component.ValType.BorrowType;
import radicchio.component.ValType.EnumType;
import radicchio.component.ValType.FixedListType;
import radicchio.component.ValType.FlagsType;
import radicchio.component.ValType.FutureType;
import radicchio.component.ValType.ListType;
import radicchio.component.ValType.MapType;
import radicchio.component.ValType.OptionType;
import radicchio.component.ValType.OwnType;
import radicchio.component.ValType.Prim;
import radicchio.component.ValType.RecordType;
import radicchio.component.ValType.ResultType;
import radicchio.component.ValType.StreamType;
import radicchio.component.ValType.TupleType;
import radicchio.component.ValType.VariantType;
import radicchio.runtime.resource.HostResource;
import radicchio.validate.type.FuncShape;
import radicchio.validate.type.Shape;

/**
 * A function's type in WIT's notation, for messages: definitions in place of names, because resolved types have no names. Longer
 * texts than a message can contain end in an ellipsis.
 */
public final class TypeText implements ValType.Cases<TypeText> {
  private static final int LONGEST = 2_000;

  private final StringBuilder out = new StringBuilder();
  private final int longest;
  private final Function<ResourceType, String> resourceName;

  private TypeText(int longest, Function<ResourceType, String> resourceName) {
    this.longest = longest;
    this.resourceName = resourceName;
  }

  /** Returns {@code "func(message: string) -> option<u32>"}. */
  public static String of(FuncType type) {
    TypeText text = new TypeText(LONGEST, ResourceType::name);
    text.function(type);
    return text.out.length() <= LONGEST
        ? text.out.toString()
        : text.out.substring(0, LONGEST) + "…";
  }

  /** Returns the same for a type from validation, with the given names of its resources. */
  public static String of(FuncShape type, Function<Shape.ResourceShape, String> resourceName) {
    return of(
        new ValueTypes(
                resource ->
                    new HostResource(
                        resourceName.apply(resource), Optional.empty(), Optional.empty()))
            .function(type));
  }

  /**
   * Returns the whole type for a comparison: two texts are equal if and only if the types are.
   *
   * @param identity returns a unique name for each resource type: {@code "wasi:io/poll.pollable"}
   */
  static String identified(FuncType type, Function<ResourceType, String> identity) {
    TypeText text = new TypeText(Integer.MAX_VALUE, identity);
    text.function(type);
    return text.out.toString();
  }

  private void function(FuncType type) {
    out.append(type.async() ? "async func(" : "func(");
    all(type.params(), p -> labelled(p.name(), p.type()));
    out.append(')');
    type.result().ifPresent(r -> after(" -> ", r));
  }

  private void type(ValType type) {
    if (out.length() > longest) {
      return;
    }
    type.match(this);
  }

  @Override
  public TypeText on(Prim t) {
    out.append(t.text());
    return this;
  }

  @Override
  public TypeText on(RecordType t) {
    braces("record", t.fields(), f -> labelled(f.name(), f.type()));
    return this;
  }

  @Override
  public TypeText on(VariantType t) {
    braces("variant", t.cases(), this::caseOf);
    return this;
  }

  @Override
  public TypeText on(FlagsType t) {
    braces("flags", t.labels(), out::append);
    return this;
  }

  @Override
  public TypeText on(EnumType t) {
    braces("enum", t.cases(), out::append);
    return this;
  }

  @Override
  public TypeText on(OwnType t) {
    out.append(resourceName.apply(t.resource()));
    return this;
  }

  @Override
  public TypeText on(BorrowType t) {
    out.append("borrow<").append(resourceName.apply(t.resource())).append('>');
    return this;
  }

  @Override
  public TypeText on(FixedListType t) {
    out.append("list<");
    type(t.element());
    out.append(", ").append(t.length()).append('>');
    return this;
  }

  @Override
  public TypeText on(ResultType t) {
    result(t);
    return this;
  }

  @Override
  public TypeText on(ListType t) {
    angles("list", List.of(t.element()));
    return this;
  }

  @Override
  public TypeText on(TupleType t) {
    angles("tuple", t.elements());
    return this;
  }

  @Override
  public TypeText on(OptionType t) {
    angles("option", List.of(t.element()));
    return this;
  }

  @Override
  public TypeText on(MapType t) {
    angles("map", List.of(t.key(), t.value()));
    return this;
  }

  @Override
  public TypeText on(StreamType t) {
    angles("stream", t.element().stream().toList());
    return this;
  }

  @Override
  public TypeText on(FutureType t) {
    angles("future", t.element().stream().toList());
    return this;
  }

  private void result(ResultType type) {
    if (type.err().isEmpty()) {
      angles("result", type.ok().stream().toList());
    } else {
      out.append("result<");
      type.ok().ifPresentOrElse(this::type, () -> out.append('_'));
      after(", ", type.err().get());
      out.append('>');
    }
  }

  private void caseOf(ValType.Case c) {
    out.append(c.name());
    Optional<ValType> payload = c.type();
    if (payload.isPresent()) {
      after("(", payload.get());
      out.append(')');
    }
  }

  private void labelled(String label, ValType type) {
    out.append(label);
    after(": ", type);
  }

  private void after(String text, ValType type) {
    out.append(text);
    type(type);
  }

  private void angles(String name, List<ValType> arguments) {
    out.append(name);
    if (!arguments.isEmpty()) {
      out.append('<');
      all(arguments, this::type);
      out.append('>');
    }
  }

  private <T> void braces(String keyword, List<T> parts, Consumer<T> part) {
    out.append(keyword).append(" {");
    all(parts, part);
    out.append('}');
  }

  private <T> void all(List<T> parts, Consumer<T> part) {
    for (Iterator<T> i = parts.iterator(); i.hasNext() && out.length() <= longest; ) {
      part.accept(i.next());
      out.append(i.hasNext() ? ", " : "");
    }
  }
}
