package radicchio.engine;

/**
 * Something that core instances share by importing and exporting it. Identity is that of the specification:
 * two imports of one function, table, memory, global or tag are the same object here, whoever exported it.
 * An extern belongs to one {@link CoreStore} and lives as long as it.
 */
public sealed interface Extern permits Func, Table, Memory, Global, Tag {
  ExternType type();
}
