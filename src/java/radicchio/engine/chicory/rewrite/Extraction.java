package radicchio.engine.chicory.rewrite;

import static radicchio.engine.chicory.rewrite.Code.instruction;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * A region as a function of its own, and what calls it in its place.
 *
 * <p>The function takes the locals that the region may read and gives those back that it sets and somebody reads
 * afterwards; then a value of each type that its branches take along; then, where there are several ways out, the
 * number of the one that was taken: 0 for the region's end, the others from the innermost block on.
 */
final class Extraction {
  private final Region region;
  private final StackShape shape;
  private final List<Integer> params;
  private final List<Integer> results;
  private final List<ValType> values;

  /** The innermost first; the number of a way out is one more than its place. */
  private final List<Integer> exits;

  private final List<ValType> locals = new ArrayList<>();

  /** The new places of the region's locals; the values, the number and a condition come behind them. */
  private final Map<Integer, Integer> places = new HashMap<>();

  Extraction(Region region, Liveness liveness) {
    this.region = region;
    this.shape = region.shape();
    this.params = region.params(liveness);
    this.results = region.results(liveness);
    this.values = region.values();
    this.exits = List.copyOf(region.exits().descendingSet());
    params.forEach(local -> places.put(local, places.size()));
    region.named().stream()
        .filter(local -> !places.containsKey(local))
        .forEach(
            local -> {
              places.put(local, places.size());
              locals.add(shape.code().local(local));
            });
    locals.addAll(values);
    locals.add(ValType.I32);
    locals.add(ValType.I32);
  }

  private int place(ValType value) {
    return places.size() + values.indexOf(value);
  }

  private int number() {
    return places.size() + values.size();
  }

  private int condition() {
    return number() + 1;
  }

  private boolean isNumbered() {
    return region.outcomes() > 1;
  }

  private FunctionType type() {
    List<ValType> out = new ArrayList<>(types(results));
    out.addAll(values);
    if (isNumbered()) {
      out.add(ValType.I32);
    }
    return FunctionType.of(types(params), out);
  }

  private List<ValType> types(List<Integer> of) {
    return of.stream().map(shape.code()::local).toList();
  }

  /** The function: all ways out lead to its end, where it gives back what it has to. */
  Code function() {
    List<Instruction> code = new ArrayList<>();
    for (int i = 0; i < exits.size() + (isNumbered() ? 1 : 0); i++) {
      code.add(instruction(OpCode.BLOCK, StackShape.EMPTY_TYPE));
    }
    for (int at = region.from(); at < region.to(); at++) {
      code.addAll(moved(at));
    }
    if (isNumbered() && region.goesOn()) {
      code.add(instruction(OpCode.BR, exits.size()));
    }
    for (int i = 0; i < exits.size(); i++) {
      code.add(instruction(OpCode.END));
      if (isNumbered()) {
        code.add(instruction(OpCode.I32_CONST, i + 1));
        code.add(instruction(OpCode.LOCAL_SET, number()));
        code.add(instruction(OpCode.BR, exits.size() - 1 - i));
      }
    }
    if (isNumbered()) {
      code.add(instruction(OpCode.END));
    }
    giveBack(code);
    code.add(instruction(OpCode.END));
    return new Code(type(), locals, code).reachable().compact();
  }

  private void giveBack(List<Instruction> code) {
    results.forEach(local -> code.add(instruction(OpCode.LOCAL_GET, places.get(local))));
    values.forEach(value -> code.add(instruction(OpCode.LOCAL_GET, place(value))));
    if (isNumbered()) {
      code.add(instruction(OpCode.LOCAL_GET, number()));
    }
  }

  private List<Instruction> moved(int at) {
    Instruction i = shape.code().instructions().get(at);
    return switch (i.opcode()) {
      case LOCAL_GET, LOCAL_SET, LOCAL_TEE ->
          List.of(instruction(i.opcode(), places.get((int) i.operand(0))));
      case RETURN -> leaving(OpCode.BR, at);
      case BR, BR_IF, BR_TABLE -> leaving(i.opcode(), at);
      default -> List.of(i);
    };
  }

  /** A branch, the value that it takes out of the region set aside. */
  private List<Instruction> leaving(OpCode op, int at) {
    int depth = distance(shape.block(at), region.block());
    List<Integer> targets = shape.targets(at);
    long[] labels = new long[targets.size()];
    for (int n = 0; n < labels.length; n++) {
      labels[n] =
          region.isOutside(targets.get(n))
              ? depth + exits.indexOf(targets.get(n))
              : distance(shape.block(at), targets.get(n));
    }
    Instruction branch = instruction(op, labels);
    List<ValType> taken =
        region.isOutside(targets.get(0)) ? shape.values(targets.get(0)) : List.of();
    if (taken.isEmpty()) {
      return List.of(branch);
    }
    int value = place(taken.get(0));
    if (op == OpCode.BR) {
      return List.of(instruction(OpCode.LOCAL_SET, value), branch);
    }
    return List.of(
        instruction(OpCode.LOCAL_SET, condition()),
        instruction(op == OpCode.BR_IF ? OpCode.LOCAL_TEE : OpCode.LOCAL_SET, value),
        instruction(OpCode.LOCAL_GET, condition()),
        branch);
  }

  private int distance(int from, int to) {
    int distance = 0;
    for (int block = from; block != to; block = shape.block(block)) {
      distance++;
    }
    return distance;
  }

  /**
   * What stands in the region's place.
   *
   * @param function the index of the new function
   * @param number an i32 local to hold the number of the way out
   * @param value a local to hold a value of a type
   */
  List<Instruction> call(int function, int number, ToIntFunction<ValType> value) {
    List<Instruction> call = new ArrayList<>();
    params.forEach(local -> call.add(instruction(OpCode.LOCAL_GET, local)));
    call.add(instruction(OpCode.CALL, function));
    if (isNumbered()) {
      call.add(instruction(OpCode.LOCAL_SET, number));
    }
    for (int i = values.size() - 1; i >= 0; i--) {
      call.add(instruction(OpCode.LOCAL_SET, value.applyAsInt(values.get(i))));
    }
    for (int i = results.size() - 1; i >= 0; i--) {
      call.add(instruction(OpCode.LOCAL_SET, results.get(i)));
    }
    for (int exit : exits) {
      if (!shape.values(exit).isEmpty()) {
        branch(exit, number, value.applyAsInt(shape.values(exit).get(0)), call);
      }
    }
    branch(number, call);
    return call;
  }

  private void branch(int exit, int number, int value, List<Instruction> call) {
    int label = distance(region.block(), exit);
    if (isNumbered()) {
      call.add(instruction(OpCode.LOCAL_GET, number));
      call.add(instruction(OpCode.I32_CONST, exits.indexOf(exit) + 1));
      call.add(instruction(OpCode.I32_EQ));
      call.add(instruction(OpCode.IF, StackShape.EMPTY_TYPE));
      label++;
    }
    call.add(instruction(OpCode.LOCAL_GET, value));
    call.add(instruction(OpCode.BR, label));
    if (isNumbered()) {
      call.add(instruction(OpCode.END));
    }
  }

  /** The branches without values. */
  private void branch(int number, List<Instruction> call) {
    List<Integer> plain = exits.stream().filter(exit -> shape.values(exit).isEmpty()).toList();
    if (plain.isEmpty()) {
      if (!region.goesOn()) {
        call.add(instruction(OpCode.UNREACHABLE));
      }
    } else if (!isNumbered() || !region.goesOn() && plain.size() == 1) {
      call.add(instruction(OpCode.BR, distance(region.block(), plain.get(0))));
    } else if (region.goesOn() && plain.size() == 1) {
      call.add(instruction(OpCode.LOCAL_GET, number));
      call.add(instruction(OpCode.BR_IF, distance(region.block(), plain.get(0))));
    } else {
      call.add(instruction(OpCode.BLOCK, StackShape.EMPTY_TYPE));
      call.add(instruction(OpCode.LOCAL_GET, number));
      call.add(instruction(OpCode.BR_TABLE, table()));
      call.add(instruction(OpCode.END));
      if (!region.goesOn()) {
        call.add(instruction(OpCode.UNREACHABLE));
      }
    }
  }

  /** The labels by number, inside of a block; those numbers that cannot come any more lead to its end. */
  private long[] table() {
    long[] table = new long[exits.size() + 1];
    for (int i = 0; i < exits.size(); i++) {
      boolean plain = shape.values(exits.get(i)).isEmpty();
      table[i + 1] = plain ? distance(region.block(), exits.get(i)) + 1 : 0;
    }
    return table;
  }
}
