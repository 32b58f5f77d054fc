package radicchio.validate;

import java.util.Map;
import radicchio.component.CoreModuleType;
import radicchio.component.Definition.SortIndex;
import radicchio.component.Sort;
import radicchio.engine.ExternType;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.ComponentTemplate.ComponentEntity;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.CoreModuleEntity;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.TypeNode;

/** The index spaces of a component, or of the type of a component or instance, as far as they are evaluated. */
final class IndexSpaces implements Entity.Cases<Integer>, ExternType.Cases<Integer> {
  /** A type of the core type index space. */
  sealed interface CoreEntry {}

  /**
   * A function type.
   *
   * @param heap the name in references to it, see {@link radicchio.component.CoreTypeTexts}
   * @param open whether others may have it as their supertype
   */
  record CoreFunc(ExternType.FuncType type, String heap, boolean open) implements CoreEntry {}

  record CoreModule(CoreModuleType type) implements CoreEntry {}

  final Space<ExternType.FuncType> coreFuncs = new Space<>("core func");
  final Space<ExternType.TableType> coreTables = new Space<>("core table");
  final Space<ExternType.MemoryType> coreMemories = new Space<>("core memory");
  final Space<ExternType.GlobalType> coreGlobals = new Space<>("core global");
  final Space<ExternType.TagType> coreTags = new Space<>("core tag");
  final Space<CoreEntry> coreTypes = new Space<>("core type");
  final Space<CoreModuleType> coreModules = new Space<>("core module");
  final Space<Map<String, ExternType>> coreInstances = new Space<>("core instance");
  final Space<FuncEntity> funcs = new Space<>("func");
  final Space<TypeNode> types = new Space<>("type");
  final Space<ComponentEntity> components = new Space<>("component");
  final Space<InstanceEntity> instances = new Space<>("instance");

  /** Returns the number of elements in a sort's index space. */
  int size(Sort sort) {
    return switch (sort) {
      case CORE_FUNC -> coreFuncs.size();
      case CORE_TABLE -> coreTables.size();
      case CORE_MEMORY -> coreMemories.size();
      case CORE_GLOBAL -> coreGlobals.size();
      case CORE_TAG -> coreTags.size();
      case CORE_TYPE -> coreTypes.size();
      case CORE_MODULE -> coreModules.size();
      case CORE_INSTANCE -> coreInstances.size();
      case FUNC -> funcs.size();
      case VALUE -> 0;
      case TYPE -> types.size();
      case COMPONENT -> components.size();
      case INSTANCE -> instances.size();
    };
  }

  /** Returns the entity with an index, of a sort that can be exported. */
  Entity entity(SortIndex what) {
    int i = what.index();
    return switch (what.sort()) {
      case CORE_MODULE -> new CoreModuleEntity(coreModules.get(i));
      case FUNC -> funcs.get(i);
      case TYPE -> new TypeEntity(types.get(i));
      case COMPONENT -> components.get(i);
      case INSTANCE -> instances.get(i);
      case VALUE -> throw unsupportedValue();
      default -> throw new Invalid("a " + what.sort() + " is not allowed here");
    };
  }

  /** Appends an entity to its sort's index space. Returns its index. */
  int define(Entity entity) {
    return entity.match(this);
  }

  @Override
  public Integer on(CoreModuleEntity entity) {
    return coreModules.add(entity.type());
  }

  @Override
  public Integer on(FuncEntity entity) {
    return funcs.add(entity);
  }

  @Override
  public Integer on(TypeEntity entity) {
    return types.add(entity.type());
  }

  @Override
  public Integer on(ComponentEntity entity) {
    return components.add(entity);
  }

  @Override
  public Integer on(InstanceEntity entity) {
    return instances.add(entity);
  }

  /** Returns the core definition with an index. */
  ExternType coreExtern(SortIndex what) {
    int i = what.index();
    return switch (what.sort()) {
      case CORE_FUNC -> coreFuncs.get(i);
      case CORE_TABLE -> coreTables.get(i);
      case CORE_MEMORY -> coreMemories.get(i);
      case CORE_GLOBAL -> coreGlobals.get(i);
      case CORE_TAG -> coreTags.get(i);
      default -> throw new Invalid("a " + what.sort() + " cannot be exported by a core instance");
    };
  }

  /** Appends a core extern to its sort's index space. Returns its index. */
  int defineCore(ExternType type) {
    return type.match(this);
  }

  @Override
  public Integer on(ExternType.FuncType type) {
    return coreFuncs.add(type);
  }

  @Override
  public Integer on(ExternType.TableType type) {
    return coreTables.add(type);
  }

  @Override
  public Integer on(ExternType.MemoryType type) {
    return coreMemories.add(type);
  }

  @Override
  public Integer on(ExternType.GlobalType type) {
    return coreGlobals.add(type);
  }

  @Override
  public Integer on(ExternType.TagType type) {
    return coreTags.add(type);
  }

  static Sort coreSort(ExternType type) {
    return type.match(new CoreSorts());
  }

  private static final class CoreSorts implements ExternType.Cases<Sort> {
    @Override
    public Sort on(ExternType.FuncType type) {
      return Sort.CORE_FUNC;
    }

    @Override
    public Sort on(ExternType.TableType type) {
      return Sort.CORE_TABLE;
    }

    @Override
    public Sort on(ExternType.MemoryType type) {
      return Sort.CORE_MEMORY;
    }

    @Override
    public Sort on(ExternType.GlobalType type) {
      return Sort.CORE_GLOBAL;
    }

    @Override
    public Sort on(ExternType.TagType type) {
      return Sort.CORE_TAG;
    }
  }

  static Invalid unsupportedValue() {
    return new Invalid("values are not supported (the proposal for value imports and exports)");
  }
}
