package radicchio.engine.chicory.compile;

import com.dylibso.chicory.compiler.internal.ClassCollector;
import com.dylibso.chicory.compiler.internal.Shaded;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the classes that the engine's compiler makes, under their names with dots; loads none. */
final class CollectedClasses implements ClassCollector {
  private final Map<String, byte[]> classes = new LinkedHashMap<>();
  private String main;

  @Override
  public String mainClassName() {
    return main;
  }

  @Override
  public void putMainClass(String name, byte[] bytes) {
    main = name;
    put(name, bytes);
  }

  @Override
  public void put(String name, byte[] bytes) {
    classes.put(name.replace('/', '.'), bytes);
  }

  @Override
  public void putAll(ClassCollector other) {
    other.classBytes().forEach(this::put);
  }

  @Override
  public Map<String, byte[]> classBytes() {
    return classes;
  }

  @Override
  public byte[] resolve(Class<?> type) {
    return type == Shaded.class ? CheckedInstructions.bytes() : ClassNames.bytesOf(type);
  }
}
