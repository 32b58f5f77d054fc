package radicchio.engine;

import java.util.Optional;

/** An instance of a core module, in a {@link CoreStore} and living as long as it. */
public interface CoreInstance {
  CoreModule module();

  /** What it exports by that name; the same object each time. */
  Optional<Extern> export(String name);
}
