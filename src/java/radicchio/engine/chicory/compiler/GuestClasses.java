package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The names of a module's classes and methods. The machine's class calls those of groups of functions; their names begin with
 * its name.
 */
final class GuestClasses {
  /** The descriptor of methods that call a function by its number. */
  static final String DISPATCH = "(I[J" + JvmCode.STATE_TYPE + ")[J";

  /** The method of the machine, and of each group, that calls a function and does not make the calls that it notes. */
  static final String CALL_NOTING = "callNoting";

  static final String NOTING_MACHINE = "radicchio/engine/chicory/machine/NotedCall$Noting";

  private static final String FUNCTION = "func_";
  private static final String PART = "part_";
  private static final String WHOLE = "whole_";
  private static final String BOXED = "call_";
  private static final String NOTING = "noting_";

  /** The number of types whose calls by reference are in one class. */
  static final int TYPES_PER_CLASS = 16;

  private final String machine;

  /** The first function of each group. */
  private final int[] groups;

  private final AtomicInteger more = new AtomicInteger();
  private final Set<Integer> indirect = ConcurrentHashMap.newKeySet();
  private final Set<Integer> byReference = ConcurrentHashMap.newKeySet();

  private volatile boolean objects;
  private volatile boolean functionCasts;

  /** The functions that note calls of others, instead of making them. */
  private final Set<Integer> noting;

  /**
   * @param machine the name of the machine's class, with slashes
   * @param noting the functions that note calls of others in tail position
   */
  GuestClasses(String machine, int[] groups, Set<Integer> noting) {
    this.machine = machine;
    this.groups = groups;
    this.noting = noting;
  }

  /**
   * Divides functions into groups with limits of bytes and of functions; each has at least one. A function that may have to be
   * written again, divided, is one by itself.
   */
  static int[] grouped(ModuleShape shape, int mostBytes, int mostFunctions) {
    List<Integer> firsts = new ArrayList<>(List.of(0));
    int suspicious = MethodSize.suspicious();
    long bytes = 0;
    int count = 0;
    for (int f = 0; f < shape.functions(); f++) {
      int size = 0;
      if (f >= shape.importedFunctions()) {
        ModuleShape.BodyRange body = shape.bodies().get(f - shape.importedFunctions());
        size = body.to() - body.from();
      }
      boolean alone = size > suspicious;
      if (count > 0 && (alone || count == mostFunctions || bytes + size > mostBytes)) {
        firsts.add(f);
        bytes = 0;
        count = 0;
      }
      bytes += alone ? mostBytes : size;
      count++;
    }
    return firsts.stream().mapToInt(i -> i).toArray();
  }

  String machine() {
    return machine;
  }

  int groups() {
    return groups.length;
  }

  int first(int group) {
    return groups[group];
  }

  String group(int group) {
    return machine + "FuncGroup_" + group;
  }

  private int groupOf(int function) {
    int found = java.util.Arrays.binarySearch(groups, function);
    return found >= 0 ? found : -found - 2;
  }

  /** Returns the class of a function. */
  String owner(int function) {
    return group(groupOf(function));
  }

  /** The function that a method is of, or is a part of. */
  static OptionalInt functionOf(String method) {
    boolean part = method.startsWith(PART);
    if (!part && !method.startsWith(FUNCTION)) {
      return OptionalInt.empty();
    }
    int end = part ? method.lastIndexOf('_') : method.length();
    return OptionalInt.of(Integer.parseInt(method, (part ? PART : FUNCTION).length(), end, 10));
  }

  /** Returns the method of a function's body. */
  static String method(int function) {
    return FUNCTION + function;
  }

  /** Returns the method that calls use: around one that notes calls there is another one, which makes them. */
  String callee(int function) {
    return notes(function) ? WHOLE + function : method(function);
  }

  /** Whether a function may note calls. */
  boolean notes(int function) {
    return noting.contains(function);
  }

  /** Whether any function may. */
  boolean anyNotes() {
    return !noting.isEmpty();
  }

  /** As {@link #boxed}, of a function that notes calls, without making them. */
  static String noting(int function) {
    return NOTING + function;
  }

  /** The method of a part of a function. */
  static String part(int function, int number) {
    return PART + function + "_" + number;
  }

  /** Parts of functions need so many components of values in the state. */
  void needMore(int components) {
    more.accumulateAndGet(components, Math::max);
  }

  int more() {
    return more.get();
  }

  /** Returns the method that takes and returns values in the host's form. */
  static String boxed(int function) {
    return BOXED + function;
  }

  /** Returns the class of loads and stores. */
  String accesses() {
    return machine + "Access";
  }

  /** Returns the class of the calls by reference of a type. */
  String calls(int canonicalType) {
    return machine + "Calls_" + canonicalType / TYPES_PER_CLASS;
  }

  /** Returns the class of a part of these calls. */
  String calls(int canonicalType, int part) {
    return machine + "Calls_" + canonicalType + "_" + part;
  }

  /** The method that calls a function of a type through a table; it must be generated later. */
  String indirect(int canonicalType) {
    indirect.add(canonicalType);
    return "indirect_" + canonicalType;
  }

  /** The method that calls a function of a type by its reference; it must be generated later. */
  String byReference(int canonicalType) {
    byReference.add(canonicalType);
    return "reference_" + canonicalType;
  }

  Set<Integer> indirect() {
    return indirect;
  }

  Set<Integer> byReference() {
    return byReference;
  }

  /** Records that a function has instructions on objects. */
  void useObjects() {
    objects = true;
  }

  boolean usesObjects() {
    return objects;
  }

  /** Records that a function tests the type of a reference to a function. */
  void castFunctions() {
    functionCasts = true;
  }

  boolean castsFunctions() {
    return functionCasts;
  }

  /** Returns the descriptor of a function's method, with this many additional ints. */
  static String descriptor(TypeTable.FunctionShape function, int ints) {
    StringBuilder text = new StringBuilder("(");
    if (LocalLayout.isWide(function.params())) {
      text.append("[J");
    } else {
      for (int type : function.params()) {
        text.append(WasmTypes.descriptor(type));
      }
    }
    text.append("I".repeat(ints)).append(JvmCode.STATE_TYPE).append(')');
    return text.append(returned(function)).toString();
  }

  private static String returned(TypeTable.FunctionShape function) {
    if (function.results().length == 0) {
      return "V";
    }
    int first = function.results()[0];
    return first == WasmTypes.V128 ? "J" : WasmTypes.descriptor(first);
  }
}
