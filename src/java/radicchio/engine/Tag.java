package radicchio.engine;

/** An exception tag. Tags match by identity, never by type alone. */
public non-sealed interface Tag extends Extern {
  @Override
  ExternType.TagType type();
}
