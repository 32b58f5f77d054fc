package radicchio.runtime;

import java.util.Arrays;
import radicchio.abi.Trap;
import radicchio.component.ResourceType;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The handles of one component instance ("Table State"): index 0 is never given, the index freed last is
 * given first. Used within an entrance of the store only.
 */
final class HandleTable {
  private static final int MAX_LENGTH = (1 << 28) - 1;

  private final int limit;
  private HandleEntry[] entries = new HandleEntry[8];
  private int[] free = new int[8];
  private int freeCount;
  private int length = 1;
  private int cursor;

  /** @param limit the most handles that may be in it at once */
  HandleTable(int limit) {
    this.limit = Math.min(limit, MAX_LENGTH);
  }

  /** How many handles are in it. */
  int size() {
    return length - 1 - freeCount;
  }

  int add(HandleEntry entry) {
    if (size() >= limit) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "an instance would hold more than "
                  + limit
                  + " handles; raise :handles where that is meant")
          .withKeyword("limit", "handles");
    }
    int index = freeCount > 0 ? free[--freeCount] : append();
    entries[index] = entry;
    return index;
  }

  private int append() {
    if (length == entries.length) {
      entries = Arrays.copyOf(entries, length * 2);
    }
    return length++;
  }

  /** The handle at an index, of a type; traps where there is none. */
  HandleEntry get(int index, ResourceType type) {
    HandleEntry entry = Integer.compareUnsigned(index, length) < 0 ? entries[index] : null;
    if (entry == null) {
      throw Trap.of("unknown handle index " + Integer.toUnsignedString(index));
    }
    if (entry.type() != type) {
      throw Trap.of(
          "handle index "
              + index
              + " used with the wrong type: expected "
              + type
              + ", found "
              + entry.type()
              + (entry.type().name().equals(type.name()) ? " of another instance" : ""));
    }
    return entry;
  }

  /** Takes out the handle at an index, of a type; traps where there is none, or where it is lent. */
  HandleEntry remove(int index, ResourceType type) {
    HandleEntry entry = get(index, type);
    if (entry.isLent()) {
      throw Trap.of(
          "cannot remove owned resource while borrowed: handle index " + index + " of " + type);
    }
    clear(index);
    return entry;
  }

  /** Takes out any one handle that owns, going around the table; null where there is none left. */
  HandleEntry takeOwned() {
    for (int step = 1; step < length; step++) {
      cursor = cursor + 1 < length ? cursor + 1 : 1;
      HandleEntry entry = entries[cursor];
      if (entry != null && entry.owns()) {
        clear(cursor);
        return entry;
      }
    }
    return null;
  }

  private void clear(int index) {
    entries[index] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = index;
  }
}
