package radicchio.engine.chicory.compile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads the classes of one compiled module, each on first use; they are unloaded with the module. A class of the module is never
 * looked for on the class path, which may have an older one of the same name.
 *
 * <p>Bytes are released only after their class is loaded: a guest may need a class at the end of its stack, fail, and need it
 * again.
 */
final class GuestLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** The bytes of the classes that are not loaded yet; each entry is guarded by the loading lock of its class. */
  private final Map<String, byte[]> waiting;

  GuestLoader(Map<String, byte[]> classes) {
    super(GuestLoader.class.getClassLoader());
    this.waiting = new ConcurrentHashMap<>(classes);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(ClassNames.PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = waiting.get(name);
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      waiting.remove(name);
      return loaded;
    }
  }

  /** Loads and verifies all remaining classes. */
  void loadAll() {
    try {
      for (String name : waiting.keySet()) {
        Class.forName(name, true, this);
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("BUG: a class of the module is missing", e);
    }
  }
}
