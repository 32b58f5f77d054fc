package radicchio.engine;

/**
 * A definition that core instances share by importing and exporting it. It has the specification's identity: two imports of one
 * function, table, memory, global or tag are the same object here, for every exporter. An extern belongs to one {@link CoreStore}
 * and lives as long as it.
 */
public sealed interface Extern permits Func, Table, Memory, Global, Tag {
  ExternType type();
}
