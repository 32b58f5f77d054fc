package radicchio.runtime.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import radicchio.abi.value.Values;
import radicchio.component.ResourceType;
import radicchio.component.Sort;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.call.HostFunction;
import radicchio.runtime.call.Plans;
import radicchio.runtime.resource.HostResource;
import radicchio.runtime.resource.JavaResource;
import radicchio.validate.type.ComponentTemplate;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Shape.ResourceShape;

/** The imports of a root component from the host: matched by name; missing ones are reported together. */
public final class RootImports implements Imports {
  private final ComponentCode code;
  private final List<Named> imports;
  private final String owner;
  private final Values values;
  private final HostImports given;
  private final InstanceOptions.Missing whenMissing;
  private final boolean tagged;
  private final Map<String, String> satisfied = new LinkedHashMap<>();
  private final Set<String> resolved = new HashSet<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> mismatched = new ArrayList<>();

  /** The supplied functions of interfaces that imports use, by the ids of the imports. */
  private final Set<String> taken = new HashSet<>();

  public RootImports(ComponentCode code, InstanceOptions options) {
    this(code, code.typed().type().imports(), options, "");
  }

  /**
   * @param imports those of its imports that the host supplies
   * @param owner names the component in messages: {@code " of app"}
   */
  RootImports(ComponentCode code, List<Named> imports, InstanceOptions options, String owner) {
    this.code = code;
    this.imports = imports;
    this.owner = owner;
    this.values = code.values();
    this.given = options.imports();
    this.whenMissing = options.missing();
    this.tagged = options.taggedResults();
  }

  @Override
  public Map<String, String> satisfied() {
    return satisfied;
  }

  @Override
  public LinkedEntity resolve(Named wanted, BoundTypes types) {
    resolved.add(wanted.name().text());
    return wanted.entity().match(new ImportedEntity(wanted.name().text(), Optional.empty(), types));
  }

  @Override
  public Imports ofNested(int place, ComponentCode nested, Map<String, LinkedEntity> args) {
    return new GivenImports(args);
  }

  /**
   * The supplied part of an interface.
   *
   * @param id the import, followed by the names of nested instances after {@code #}
   */
  private record GivenInterface(String id, Map<String, HostImports.Given> functions) {}

  /** Returns the host's value for an import, or for an export of an imported instance. */
  private final class ImportedEntity implements Entity.Cases<LinkedEntity> {
    private final String name;
    private final Optional<GivenInterface> within;
    private final BoundTypes types;

    /**
     * @param name its name
     * @param within the instance that exports it; empty for an import
     */
    ImportedEntity(String name, Optional<GivenInterface> within, BoundTypes types) {
      this.name = name;
      this.within = within;
      this.types = types;
    }

    @Override
    public LinkedEntity on(Entity.FuncEntity function) {
      Plans plans = new Plans(() -> types.of(function.shape()), values);
      return new LinkedEntity.FunctionEntity(
          within.isPresent() ? function(within.get(), name, plans) : function(name, plans));
    }

    @Override
    public LinkedEntity on(Entity.InstanceEntity instance) {
      GivenInterface given =
          within
              .map(outer -> new GivenInterface(outer.id() + "#" + name, Map.of()))
              .orElseGet(() -> satisfying(name));
      Map<String, LinkedEntity> exports = new LinkedHashMap<>();
      for (Named export : instance.exports().values()) {
        if (BoundTypes.isLinked(export.entity())) {
          String exported = export.name().text();
          exports.put(
              exported,
              export.entity().match(new ImportedEntity(exported, Optional.of(given), types)));
        }
      }
      return new LinkedEntity.InstanceEntity(exports);
    }

    /** Returns a resource; one that is another name of an earlier resource is that one. */
    @Override
    public LinkedEntity on(Entity.TypeEntity type) {
      ResourceShape resource = BoundTypes.resourceOf(type).orElseThrow();
      types.bind(resource, new HostResource(name, drop(), java()));
      return new LinkedEntity.ResourceEntity(types.of(resource));
    }

    private Optional<Consumer<Object>> drop() {
      return within
          .map(outer -> outer.functions().get("[resource-drop]" + name))
          .map(given -> object -> given.body().call(new Object[] {object}));
    }

    private Optional<JavaResource<?>> java() {
      return within.flatMap(outer -> given.fallback().resource(outer.id(), name));
    }

    @Override
    public LinkedEntity on(Entity.CoreModuleEntity module) {
      throw cannotBeGiven(module);
    }

    @Override
    public LinkedEntity on(ComponentTemplate.ComponentEntity component) {
      throw cannotBeGiven(component);
    }

    private RadicchioException cannotBeGiven(Entity entity) {
      return RadicchioException.of(
          ErrorKind.UNLINKABLE,
          "the import "
              + ForeignText.escaped(name)
              + " is a "
              + entity.sort()
              + ", which a host cannot supply");
    }
  }

  private HostFunction function(String name, Plans plans) {
    HostImports.Given function = given.functions().get(name);
    if (function != null) {
      satisfied.put(name, name);
      return HostFunction.of(name, plans, function.body(), function.values(), tagged);
    }
    return missing(name, plans);
  }

  private GivenInterface satisfying(String id) {
    Optional<String> key = Versions.satisfying(id, given.interfaces().keySet());
    key.ifPresent(k -> satisfied.put(id, k));
    return new GivenInterface(id, key.map(given.interfaces()::get).orElse(Map.of()));
  }

  private HostFunction function(GivenInterface within, String name, Plans plans) {
    HostImports.Given function = within.functions().get(name);
    if (function == null) {
      return fallback(within.id(), name, plans);
    }
    String id = within.id() + "#" + name;
    taken.add(id);
    return HostFunction.of(id, plans, function.body(), function.values(), tagged);
  }

  private HostFunction fallback(String interfaceId, String name, Plans plans) {
    String id = interfaceId + "#" + name;
    if (whenMissing == InstanceOptions.Missing.REFUSE_ALL) {
      return missing(id, plans);
    }
    Optional<HostImports.Answer> found = given.fallback().function(interfaceId, name);
    if (found.isEmpty()) {
      return missing(id, plans);
    }
    if (found.get() instanceof HostImports.JavaFunction f) {
      requireType(id, plans, f.type());
      return HostFunction.ofJava(id, plans, f.body());
    }
    HostImports.Refused refused = (HostImports.Refused) found.get();
    refused.type().ifPresent(known -> requireType(id, plans, known));
    return HostFunction.refusing(id, plans, refused.refusal());
  }

  private void requireType(String id, Plans plans, String known) {
    String wanted =
        code.typeText(id, () -> TypeText.identified(plans.type(), RootImports::identity));
    if (!wanted.equals(known)) {
      mismatched.add(ForeignText.escaped(id) + ": imported as " + wanted + ", expected " + known);
    }
  }

  private static String identity(ResourceType resource) {
    return resource instanceof HostResource hosts ? hosts.id() : resource.toString();
  }

  // Missing imports

  private HostFunction missing(String id, Plans plans) {
    if (whenMissing != InstanceOptions.Missing.TRAP) {
      missing.add(ForeignText.escaped(id) + ": " + TypeText.of(plans.type()) + incompatible(id));
    }
    return HostFunction.refusing(id, plans, () -> HostFunction.missing(id));
  }

  /** Reports a supplied interface whose version is incompatible. */
  private String incompatible(String id) {
    String wanted = id.replaceFirst("#.*", "");
    String base = wanted.replaceFirst("@.*", "");
    List<String> others =
        given.interfaces().keySet().stream()
            .filter(k -> k.replaceFirst("@.*", "").equals(base))
            .filter(k -> Versions.satisfying(wanted, Set.of(k)).isEmpty())
            .sorted()
            .toList();
    return others.isEmpty()
        ? ""
        : " (supplied: "
            + ForeignText.listed(others, ForeignText::escaped)
            + ", which is not compatible)";
  }

  @Override
  public void settle() {
    if (!mismatched.isEmpty()) {
      throw RadicchioException.of(
          ErrorKind.UNLINKABLE,
          "imports"
              + owner
              + " whose types differ from WASI's:\n  "
              + ForeignText.listed(mismatched, "\n  ", x -> x));
    }
    List<String> unknown =
        new UnknownImports(given, imports.stream().map(i -> i.name().text()).toList()).all();
    if (!unknown.isEmpty()) {
      throw RadicchioException.of(
          ErrorKind.UNLINKABLE,
          "unknown names in :imports"
              + owner
              + ":\n  "
              + ForeignText.listed(unknown, "\n  ", x -> x));
    }
    if (!missing.isEmpty()) {
      addUnseen();
      throw RadicchioException.of(
              ErrorKind.UNLINKABLE,
              (missing.size() == 1 ? "unsatisfied import" : missing.size() + " unsatisfied imports")
                  + owner
                  + ":\n  "
                  + ForeignText.listed(missing, "\n  ", x -> x)
                  + superfluous()
                  + "\nPass functions in :imports, {\"interface\" {\"function\" f}} or {\"function\" f};"
                  + " with {:missing :trap} they trap when they are called.")
          .with("missing", List.copyOf(missing));
    }
  }

  /** Adds the imports after the part that would have run already, by name. */
  private void addUnseen() {
    imports.stream().filter(this::isUnseen).forEach(i -> missing.add(i.name().text()));
  }

  /** Reports the unused names in :imports, which include misspelt ones. */
  private String superfluous() {
    List<String> names = new ArrayList<>();
    given.functions().keySet().stream().filter(name -> !isImport(name)).forEach(names::add);
    given
        .interfaces()
        .forEach(
            (key, functions) ->
                functions.keySet().stream()
                    .filter(
                        function ->
                            !function.startsWith("[resource-drop]") && !isTaken(key, function))
                    .forEach(function -> names.add(key + "#" + function)));
    names.sort(null);
    return names.isEmpty()
        ? ""
        : "\nUnused names in :imports:\n  "
            + ForeignText.listed(names, "\n  ", ForeignText::escaped);
  }

  private boolean isImport(String name) {
    return imports.stream().anyMatch(i -> i.name().text().equals(name));
  }

  /** Tests whether a function serves an import, or may serve one that was not checked. */
  private boolean isTaken(String key, String function) {
    return imports.stream()
        .map(i -> i.name().text())
        .filter(
            id ->
                Versions.satisfying(id, given.interfaces().keySet())
                    .filter(key::equals)
                    .isPresent())
        .anyMatch(id -> !resolved.contains(id) || taken.contains(id + "#" + function));
  }

  private boolean isUnseen(Named wanted) {
    String name = wanted.name().text();
    return !resolved.contains(name)
        && wanted.entity().sort() != Sort.TYPE
        && !given.functions().containsKey(name)
        && Versions.satisfying(name, given.interfaces().keySet()).isEmpty();
  }
}
