package radicchio.runtime.resource;

import radicchio.abi.value.Refusal;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/** The state of a handle of the host. */
enum HandleState {
  LIVE("live"),
  CLOSED("was closed"),
  GIVEN_AWAY("was given away"),
  ENDED("was lent for a call that has returned");

  private final String text;

  HandleState(String text) {
    this.text = text;
  }

  /** Returns what follows the handle's name in messages. */
  String text() {
    return text;
  }

  /** Returns the start of messages about a handle: {@code "this canvas handle "}. */
  static String subject(String resource) {
    return "this " + ForeignText.escaped(resource) + " handle ";
  }

  /** Refuses to give away a handle that is only lent to the host, or that the host has lent. */
  static void requireGivable(String resource, boolean owns, int lends) {
    if (!owns) {
      throw Refusal.of(subject(resource) + "is only lent to the host, and cannot be given away");
    }
    if (lends > 0) {
      throw Refusal.of(
          subject(resource) + "is lent to a call that has not returned, and cannot be given away");
    }
  }

  /** Refuses to close a handle that the host has lent. */
  static void requireClosable(String resource, int lends) {
    if (lends > 0) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          subject(resource) + "is lent to a call that has not returned, and cannot be closed");
    }
  }
}
