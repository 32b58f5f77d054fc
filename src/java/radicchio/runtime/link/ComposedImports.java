package radicchio.runtime.link;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import radicchio.error.ForeignText;
import radicchio.validate.type.Entity.Named;

/**
 * The imports of a composition. Each part has its own functions of the host, and so its own grants. Resources of the host are those
 * of the whole, so that parts can pass them to each other.
 */
public final class ComposedImports implements Imports {
  private final RootImports whole;
  private final Map<Integer, PartOptions> parts;
  private final Set<LinkedEntity> ofHost = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, String> satisfied = new LinkedHashMap<>();

  /**
   * @param options of the whole: the sources of its resources
   * @param parts by the position of the definition that instantiates the part
   */
  public ComposedImports(
      ComponentCode code, InstanceOptions options, Map<Integer, PartOptions> parts) {
    this.whole = new RootImports(code, options);
    this.parts = parts;
  }

  @Override
  public Map<String, String> satisfied() {
    return satisfied;
  }

  @Override
  public LinkedEntity resolve(Named wanted, BoundTypes types) {
    LinkedEntity resolved = whole.resolve(wanted, types);
    ofHost.add(resolved);
    return resolved;
  }

  @Override
  public Imports ofNested(int place, ComponentCode nested, Map<String, LinkedEntity> given) {
    PartOptions part = parts.get(place);
    List<Named> own =
        nested.typed().type().imports().stream()
            .filter(wanted -> ofHost.contains(given.get(wanted.name().text())))
            .toList();
    return new OfPart(
        given,
        new RootImports(nested, own, part.options(), " of " + ForeignText.escaped(part.name())));
  }

  /** Does nothing: the functions of the whole are those of its parts, each of which is settled. */
  @Override
  public void settle() {
    // see above
  }

  /** The imports of a part: from other parts as given, from the host its own. */
  private final class OfPart implements Imports {
    private final Map<String, LinkedEntity> given;
    private final RootImports own;

    OfPart(Map<String, LinkedEntity> given, RootImports own) {
      this.given = given;
      this.own = own;
    }

    @Override
    public Map<String, String> satisfied() {
      return own.satisfied();
    }

    @Override
    public LinkedEntity resolve(Named wanted, BoundTypes types) {
      LinkedEntity argument = given.get(wanted.name().text());
      if (!ofHost.contains(argument)) {
        return argument;
      }
      types.bind(wanted.entity(), argument);
      return own.resolve(wanted, types);
    }

    @Override
    public Imports ofNested(int place, ComponentCode nested, Map<String, LinkedEntity> args) {
      return new GivenImports(args);
    }

    @Override
    public void settle() {
      own.settle();
      satisfied.putAll(own.satisfied());
    }
  }
}
