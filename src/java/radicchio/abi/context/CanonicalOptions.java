package radicchio.abi.context;

import java.util.Optional;
import radicchio.component.StringEncoding;
import radicchio.engine.Memory;

/**
 * The options of a canonical definition that lifting and lowering use ({@code LiftLowerOptions}), bound to an instance.
 * They are made once for a definition, and used for all its calls.
 */
public record CanonicalOptions(
    StringEncoding encoding, Optional<Memory> memory, Optional<Realloc> realloc) {

  /** For definitions without options. */
  public static final CanonicalOptions NONE =
      new CanonicalOptions(StringEncoding.UTF8, Optional.empty(), Optional.empty());
}
