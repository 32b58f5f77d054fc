package radicchio.engine;

import java.util.Optional;

/** An instance of a core module. It belongs to a {@link CoreStore} and lives as long as it. */
public interface CoreInstance {
  CoreModule module();

  /** Returns the export with that name; the same object each time. */
  Optional<Extern> export(String name);
}
