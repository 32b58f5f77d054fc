(ns radicchio.abi.guest
  "A guest without an engine: a memory, an allocator that records its calls, and the plan of a type."
  (:require [radicchio.abi.types :as types])
  (:import (java.nio ByteBuffer ByteOrder)
           (java.util Arrays Optional)
           (radicchio.abi CanonicalFunction)
           (radicchio.abi.context CanonicalOptions Context NoHandles Realloc)
           (radicchio.abi.value Values)
           (radicchio.component StringEncoding)
           (radicchio.engine Deadline Memory)
           (radicchio.error ErrorKind RadicchioException)))

(set! *warn-on-reflection* true)

(def encodings
  {:utf8 StringEncoding/UTF8, :utf16 StringEncoding/UTF16, :latin1+utf16 StringEncoding/LATIN1_UTF16})

(defn memory
  "Makes a memory of this many bytes, which cannot grow."
  ^Memory [size]
  (let [bytes  (byte-array size)
        buffer (.order (ByteBuffer/wrap bytes) ByteOrder/LITTLE_ENDIAN)
        check  (fn [offset length]
                 (when-not (and (<= 0 (long offset)) (<= (+ (long offset) (long length)) (long size)))
                   (throw (RadicchioException/of ErrorKind/ARGUMENT (str "out of bounds: " length " at " offset)))))]
    (reify Memory
      (type [_] (throw (UnsupportedOperationException.)))
      (size [_] size)
      (grow [_ _] -1)
      (readByte [_ o] (check o 1) (.get buffer (int o)))
      (readShort [_ o] (check o 2) (.getShort buffer (int o)))
      (readInt [_ o] (check o 4) (.getInt buffer (int o)))
      (readLong [_ o] (check o 8) (.getLong buffer (int o)))
      (writeByte [_ o v] (check o 1) (.put buffer (int o) v) nil)
      (writeShort [_ o v] (check o 2) (.putShort buffer (int o) v) nil)
      (writeInt [_ o v] (check o 4) (.putInt buffer (int o) v) nil)
      (writeLong [_ o v] (check o 8) (.putLong buffer (int o) v) nil)
      (read [_ o length] (check o length) (Arrays/copyOfRange bytes (int o) (int (+ o length))))
      (read [_ o target start length] (check o length) (System/arraycopy bytes (int o) target start length))
      (write [_ o source start length] (check o length) (System/arraycopy source start bytes (int o) length))
      (fill [_ o length v] (check o length) (Arrays/fill bytes (int o) (int (+ o length)) v)))))

(defn- bump
  "Makes an allocator that never frees, and always moves memory that it reallocates. Its first address is 16."
  ^Realloc [^Memory memory calls]
  (let [top (atom 16)]
    (reify Realloc
      (call [_ old old-size alignment size]
        (let [start (bit-and (+ (long @top) (dec alignment)) (- alignment))]
          (swap! calls conj [old old-size alignment size])
          (when (> (+ start size) (.size memory))
            (throw (IllegalStateException. "the test's memory is full")))
          (reset! top (+ start size))
          (let [kept (byte-array (min old-size size))]
            (.read memory old kept 0 (alength kept))
            (.write memory start kept 0 (alength kept)))
          start)))))

(defn guest
  "Makes a guest, a map of :memory, :options, :calls (an atom: the arguments of each call of realloc), :handles and
  :budget. `:realloc` in the options, a function of four ints, replaces the allocator."
  [{:keys [encoding size realloc handles budget deadline]
    :or   {encoding :utf8, size 65536, handles NoHandles/INSTANCE, budget 1000000, deadline Deadline/NONE}}]
  (let [mem   (memory size)
        calls (atom [])
        alloc (if realloc
                (reify Realloc
                  (call [_ old old-size alignment size]
                    (swap! calls conj [old old-size alignment size])
                    (unchecked-int (realloc old old-size alignment size))))
                (bump mem calls))]
    {:memory  mem
     :calls   calls
     :handles handles
     :budget  budget
     :deadline deadline
     :options (CanonicalOptions. (encodings encoding) (Optional/of mem) (Optional/of alloc))}))

(defn context
  "Makes a call's context in a guest."
  ^Context [{:keys [options handles budget deadline]}]
  (Context. options handles budget deadline))

(defn plan
  ^CanonicalFunction [params result values]
  (CanonicalFunction/of (types/func-type params result) values))

(defn- result-of
  "Returns the plan of a function without parameters and with a result of this type."
  ^CanonicalFunction [t values]
  (plan [] t values))

(defn- param-of ^CanonicalFunction [t values]
  (plan [["v" t]] nil values))

(defn lower
  "Returns the core values of a value as the only argument of a lifted function."
  [guest t ^Values values value]
  (let [f (param-of t values)]
    (vec (.lowerArguments f (context guest) (.readArguments f (object-array [value]) Long/MAX_VALUE (:deadline guest))))))

(defn lift
  "Returns the value of core values that a guest passes as the only argument of a lowered function."
  [guest t ^Values values flat]
  (aget (.liftArguments (param-of t values) (context guest) (long-array flat)) 0))

(defn lower-result
  "Stores a value as a result at the pointer in `arguments`, or returns its core values."
  [guest t ^Values values value arguments]
  (let [f (result-of t values)]
    (vec (.lowerResult f (context guest) (.readResult f value Long/MAX_VALUE (:deadline guest)) (long-array arguments)))))

(defn lift-result
  [guest t ^Values values flat]
  (.liftResult (result-of t values) (context guest) (long-array flat)))

(defn peek-bytes
  "Returns bytes of the guest's memory, unsigned."
  [{:keys [^Memory memory]} offset length]
  (let [bytes (byte-array length)]
    (.read memory offset bytes 0 length)
    (mapv #(bit-and (int %) 0xff) bytes)))

(defn poke-bytes
  "Writes bytes, unsigned, into the guest's memory."
  [{:keys [^Memory memory]} offset bytes]
  (.write memory offset (byte-array (map unchecked-byte bytes)) 0 (count bytes)))

(defn poke-ints
  [{:keys [^Memory memory]} offset ints]
  (dorun (map-indexed (fn [i n] (.writeInt memory (+ offset (* 4 i)) (unchecked-int n))) ints)))
