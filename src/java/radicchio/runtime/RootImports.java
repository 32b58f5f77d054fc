package radicchio.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import radicchio.component.Alias;
import radicchio.component.Component;
import radicchio.component.Declarator;
import radicchio.component.DefType.InstanceTypeDef;
import radicchio.component.Definition;
import radicchio.component.ExternDesc;
import radicchio.component.Sort;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/** The imports of a root component, as the host gives them: matched by name, missing ones named together. */
final class RootImports implements Linker.Imports {
  private final Component component;
  private final HostImports given;
  private final InstanceOptions.Missing whenMissing;
  private final boolean tagged;
  private final Map<String, String> satisfied = new LinkedHashMap<>();
  private final Set<String> resolved = new HashSet<>();
  private final List<String> missing = new ArrayList<>();

  /** The functions of interfaces that were given and taken, by the ids of their imports. */
  private final Set<String> taken = new HashSet<>();

  RootImports(Component component, InstanceOptions options) {
    this.component = component;
    this.given = options.imports();
    this.whenMissing = options.missing();
    this.tagged = options.taggedResults();
  }

  /** What satisfied what: the name of an import, and the name under which it was given. */
  Map<String, String> satisfied() {
    return satisfied;
  }

  @Override
  public LinkedEntity resolve(Definition.Import wanted, LinkScope scope) {
    String name = wanted.name().text();
    resolved.add(name);
    return wanted
        .type()
        .match(
            new Given(
                scope, name, Map.of(), type -> function(name, type), type -> instance(name, type)));
  }

  /**
   * What the host gives for something that is imported, or that an imported instance exports, by its type.
   *
   * @param functions those that the host gives beside it, for the destructor of a resource
   * @param function makes a function of a type
   * @param instance makes an instance of a type
   */
  private record Given(
      LinkScope scope,
      String name,
      Map<String, HostCallable> functions,
      Function<TypeEntity, LinkedEntity> function,
      Function<TypeEntity.Defined, LinkedEntity> instance)
      implements ExternDesc.Cases<LinkedEntity> {

    @Override
    public LinkedEntity on(ExternDesc.FuncDesc desc) {
      return function.apply(scope.type(desc.type()));
    }

    @Override
    public LinkedEntity on(ExternDesc.InstanceDesc desc) {
      return instance.apply((TypeEntity.Defined) scope.type(desc.type()));
    }

    @Override
    public LinkedEntity on(ExternDesc.TypeEqDesc desc) {
      return scope.type(desc.type());
    }

    @Override
    public LinkedEntity on(ExternDesc.SubResourceDesc desc) {
      return new TypeEntity.Resource(
          new HostResource(name, Optional.ofNullable(functions.get("[resource-drop]" + name))));
    }

    @Override
    public LinkedEntity on(ExternDesc.CoreModuleDesc desc) {
      throw cannotBeGiven(desc);
    }

    @Override
    public LinkedEntity on(ExternDesc.ComponentDesc desc) {
      throw cannotBeGiven(desc);
    }

    @Override
    public LinkedEntity on(ExternDesc.ValueEqDesc desc) {
      throw cannotBeGiven(desc);
    }

    @Override
    public LinkedEntity on(ExternDesc.ValueDesc desc) {
      throw cannotBeGiven(desc);
    }

    private RadicchioException cannotBeGiven(ExternDesc desc) {
      return RadicchioException.of(
          ErrorKind.UNLINKABLE,
          "the import "
              + ForeignText.escaped(name)
              + " is a "
              + desc.sort()
              + ", which a host cannot give");
    }
  }

  private HostFunction function(String name, TypeEntity type) {
    HostCallable body = given.functions().get(name);
    if (body != null) {
      satisfied.put(name, name);
      return HostFunction.of(name, type, body, tagged);
    }
    return missing(name, type);
  }

  // Interfaces

  private LinkedEntity.InstanceEntity instance(String id, TypeEntity.Defined type) {
    Optional<String> key = Versions.satisfying(id, given.interfaces().keySet());
    key.ifPresent(k -> satisfied.put(id, k));
    return interfaceOf(id, type, key.map(given.interfaces()::get).orElse(Map.of()));
  }

  private LinkedEntity.InstanceEntity interfaceOf(
      String id, TypeEntity.Defined type, Map<String, HostCallable> functions) {
    if (!(type.definition() instanceof InstanceTypeDef definition)) {
      throw invalid(
          "the import " + ForeignText.escaped(id) + " is an instance of a type that is none");
    }
    LinkScope scope = new LinkScope(type.scope());
    Map<String, LinkedEntity> exports = new LinkedHashMap<>();
    Declarators declarators = new Declarators(id, scope, functions, exports);
    for (Declarator declarator : definition.declarators()) {
      declarator.match(declarators);
    }
    return new LinkedEntity.InstanceEntity(exports);
  }

  /**
   * The declarators of an imported instance's type, one after the other, each appended to its index space.
   *
   * @param exports what the instance exports, to be filled
   */
  private final class Declarators implements Declarator.Cases<Integer> {
    private final String id;
    private final LinkScope scope;
    private final Map<String, HostCallable> functions;
    private final Map<String, LinkedEntity> exports;

    Declarators(
        String id,
        LinkScope scope,
        Map<String, HostCallable> functions,
        Map<String, LinkedEntity> exports) {
      this.id = id;
      this.scope = scope;
      this.functions = functions;
      this.exports = exports;
    }

    @Override
    public Integer on(Definition.CoreTypeDef d) {
      return scope.add(d.type());
    }

    @Override
    public Integer on(Definition.TypeDef d) {
      return scope.add(Sort.TYPE, new TypeEntity.Defined(d.type(), scope));
    }

    @Override
    public Integer on(Alias d) {
      if (d instanceof Alias.Outer a) {
        return scope.addOuter(a.sort(), a.count(), a.index());
      } else if (d instanceof Alias.OfExport a) {
        return scope.add(a.sort(), Linker.exported(scope.instance(a.instance()), a.name()));
      }
      throw misplaced();
    }

    @Override
    public Integer on(Definition.Import d) {
      throw misplaced();
    }

    @Override
    public Integer on(Declarator.ExportDecl d) {
      LinkedEntity entity = export(id, d, scope, functions);
      exports.put(d.name().text(), entity);
      return scope.add(d.type().sort(), entity);
    }

    private RadicchioException misplaced() {
      return invalid(
          "the type of the import "
              + ForeignText.escaped(id)
              + " has a declarator that does not belong there");
    }
  }

  private LinkedEntity export(
      String id,
      Declarator.ExportDecl export,
      LinkScope scope,
      Map<String, HostCallable> functions) {
    String name = export.name().text();
    return export
        .type()
        .match(
            new Given(
                scope,
                name,
                functions,
                type -> function(id, name, type, Optional.ofNullable(functions.get(name))),
                type -> interfaceOf(id + "#" + name, type, Map.of())));
  }

  private HostFunction function(
      String id, String name, TypeEntity type, Optional<HostCallable> body) {
    if (body.isEmpty()) {
      return fallback(id, name, type);
    }
    taken.add(id + "#" + name);
    return HostFunction.of(id + "#" + name, type, body.get(), tagged);
  }

  private HostFunction fallback(String interfaceId, String name, TypeEntity type) {
    String id = interfaceId + "#" + name;
    if (whenMissing == InstanceOptions.Missing.REFUSE_ALL) {
      return missing(id, type);
    }
    Optional<HostImports.Given> found = given.fallback().give(interfaceId, name);
    if (found.isEmpty()) {
      return missing(id, type);
    }
    return found.get() instanceof HostImports.Function f
        ? HostFunction.of(id, type, f.body(), false)
        : HostFunction.refusing(
            id, type, () -> denied(id, ((HostImports.Denied) found.get()).message()));
  }

  private static RadicchioException denied(String id, String message) {
    return RadicchioException.of(ErrorKind.DENIED, message).with("import", id);
  }

  // Missing imports

  private HostFunction missing(String id, TypeEntity type) {
    if (whenMissing != InstanceOptions.Missing.TRAP) {
      missing.add(ForeignText.escaped(id) + ": " + TypeText.of(type.funcType()) + incompatible(id));
    }
    return HostFunction.refusing(id, type, () -> HostFunction.missing(id));
  }

  /** Says so where the interface is given in a version that does not fit. */
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
        : " (given is "
            + ForeignText.listed(others, ForeignText::escaped)
            + ", which is not compatible)";
  }

  @Override
  public void settle() {
    if (!missing.isEmpty()) {
      addUnseen();
      throw RadicchioException.of(
              ErrorKind.UNLINKABLE,
              (missing.size() == 1
                      ? "an import is missing:\n  "
                      : missing.size() + " imports are missing:\n  ")
                  + ForeignText.listed(missing, "\n  ", x -> x)
                  + superfluous()
                  + "\nGive functions under :imports, {\"interface\" {\"function\" f}} or {\"function\" f};"
                  + " {:missing :trap} lets them trap when they are called.")
          .with("missing", List.copyOf(missing));
    }
  }

  /** Adds the imports that stand behind what would have run already, by name. */
  private void addUnseen() {
    imports().filter(this::isUnseen).forEach(i -> missing.add(i.name().text()));
  }

  /** Says what was given and nothing imports: where a name is misspelt, it is there. */
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
        : "\nGiven, and not imported:\n  "
            + ForeignText.listed(names, "\n  ", ForeignText::escaped);
  }

  private boolean isImport(String name) {
    return imports().anyMatch(i -> i.name().text().equals(name));
  }

  /** Whether a function serves an import, or may serve one that was not looked at. */
  private boolean isTaken(String key, String function) {
    return imports()
        .map(i -> i.name().text())
        .filter(
            id ->
                Versions.satisfying(id, given.interfaces().keySet())
                    .filter(key::equals)
                    .isPresent())
        .anyMatch(id -> !resolved.contains(id) || taken.contains(id + "#" + function));
  }

  private Stream<Definition.Import> imports() {
    return component.definitions().stream()
        .filter(Definition.Import.class::isInstance)
        .map(Definition.Import.class::cast);
  }

  private boolean isUnseen(Definition.Import wanted) {
    String name = wanted.name().text();
    return !resolved.contains(name)
        && wanted.type().sort() != Sort.TYPE
        && !given.functions().containsKey(name)
        && Versions.satisfying(name, given.interfaces().keySet()).isEmpty();
  }

  private static RadicchioException invalid(String message) {
    return RadicchioException.of(ErrorKind.INVALID, message);
  }
}
