package radicchio.engine.chicory;

import java.util.ArrayList;
import java.util.List;

/** The guest's functions in a Java stack trace, innermost first. */
final class Frames {
  private static final int MOST = 64;
  private static final String CLASSES = "radicchio.guest.M";

  private Frames() {}

  static List<String> of(Throwable t) {
    Throwable deepest = t.getCause() instanceof StackOverflowError overflow ? overflow : t;
    List<String> frames = new ArrayList<>();
    for (StackTraceElement element : deepest.getStackTrace()) {
      if (frames.size() < MOST && element.getClassName().startsWith(CLASSES)
          && element.getMethodName().startsWith("func_")) {
        frames.add("func[" + element.getMethodName().substring("func_".length()) + "]");
      }
    }
    return List.copyOf(frames);
  }
}
