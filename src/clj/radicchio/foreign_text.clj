(ns ^:no-doc radicchio.foreign-text
  "Shows foreign text in messages and commands: bounded, and with escapes for everything that a terminal would interpret.
  The rules are those of radicchio.error.ForeignText."
  (:import (radicchio.error ForeignText)))

(set! *warn-on-reflection* true)

(defn escaped
  "Returns the text of `x`, a string, keyword or symbol, without quotes, for a name or path within a sentence."
  ^String [x]
  (ForeignText/escaped (str x)))

(defn quoted
  "Returns the text of `x`, a string, keyword or symbol, in double quotes."
  ^String [x]
  (ForeignText/quoted (str x)))

(defn printed
  "Returns the start of the `pr-str` of any value, at most 200 characters."
  ^String [x]
  (ForeignText/printed x))

(defn message
  "Returns the message of an exception: whole if it is ours, else bounded. Without a message, returns its class."
  ^String [^Throwable e]
  (ForeignText/message e))

(defn path
  "Returns a path, without quotes. It is cut only if it is too long for any file system."
  ^String [x]
  (ForeignText/escaped (str x) 4096))

(defn thrown
  "Returns the class and message of an exception of another library."
  ^String [^Throwable e]
  (ForeignText/thrown e))

(defn listed
  "Returns the items, each formatted by `show`, with commas or another separator. Of many items, the first ones and the
  number of the others."
  (^String [items] (listed escaped items))
  (^String [show items] (listed ", " show items))
  (^String [separator show items]
   (ForeignText/listed (or items []) separator (reify java.util.function.Function (apply [_ item] (show item))))))

(defn lines
  "Returns a text of many lines, whole; its line feeds and tabs are kept."
  ^String [^CharSequence text]
  (ForeignText/lines text))
