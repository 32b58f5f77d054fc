package radicchio.runtime.stream.end;

import java.util.List;
import java.util.stream.Stream;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.thread.Group;

/**
 * The ends of streams and futures that an instance's guests have, and those that they gave to the host. Used inside the store.
 */
public final class OpenEnds {
  private OpenEnds() {}

  /** Returns the name of each in a sentence: {@code "a readable end of a stream (index 3)"}. */
  public static List<String> names(List<HandleSpace> spaces, Group group) {
    Stream<String> guests =
        spaces.stream()
            .flatMap(space -> space.all(CopyEnd.class).entrySet().stream())
            .map(end -> end.getValue().noun() + " (index " + end.getKey() + ")");
    return Stream.concat(guests, group.unclosed().stream()).toList();
  }
}
