(ns ^:no-doc radicchio.foreign-text
  "Text that is not ours, as messages and commands show it: bounded, and with escapes for all that a terminal would act
  upon. The rules are those of radicchio.error.ForeignText."
  (:import (radicchio.error ForeignText)))

(set! *warn-on-reflection* true)

(defn escaped
  "The text of `x`, a string, keyword or symbol, without quotes: for a name or path within a sentence."
  ^String [x]
  (ForeignText/escaped (str x)))

(defn quoted
  "The text of `x`, a string, keyword or symbol, in double quotes."
  ^String [x]
  (ForeignText/quoted (str x)))

(defn printed
  "The beginning of what `pr-str` gives, of any value, at most 200 characters."
  ^String [x]
  (ForeignText/printed x))

(defn message
  "The message of an exception: whole if it is ours, else bounded; its class in place of none."
  ^String [^Throwable e]
  (ForeignText/message e))

(defn path
  "A path, without quotes; it is not cut before it is too long for any file system."
  ^String [x]
  (ForeignText/escaped (str x) 4096))

(defn thrown
  "The class and message of an exception of another library."
  ^String [^Throwable e]
  (ForeignText/thrown e))

(defn listed
  "The items as `show` shows each, divided by commas or another separator; when there are many, the first ones and how
  many more."
  (^String [items] (listed escaped items))
  (^String [show items] (listed ", " show items))
  (^String [separator show items]
   (ForeignText/listed (or items []) separator (reify java.util.function.Function (apply [_ item] (show item))))))

(defn lines
  "A text of many lines, whole; its line feeds and tabs remain."
  ^String [^CharSequence text]
  (ForeignText/lines text))
