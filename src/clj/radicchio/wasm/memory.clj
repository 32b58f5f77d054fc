(ns radicchio.wasm.memory
  "Copies bytes and text to and from the linear memories of an instance, in bulk."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.wasm.module :as module]
            [radicchio.wasm.options :as options])
  (:import (java.nio ByteBuffer CharBuffer)
           (java.nio.charset CharacterCodingException CodingErrorAction StandardCharsets)
           (radicchio.engine CoreModule CoreModule$Export CoreModule$Import ExternType$MemoryType Memory)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.core MemoryView ModuleInstance)))

(set! *warn-on-reflection* true)

(defn- only-memory-name ^String [^CoreModule module]
  (let [exported (for [^CoreModule$Export export (.exports module)
                       :when (instance? ExternType$MemoryType (.type export))]
                   (.name export))
        names (or (seq exported)
                  (for [^CoreModule$Import import (.imports module)
                        :when (instance? ExternType$MemoryType (.type import))]
                    (str (.module import) "." (.name import))))]
    (cond
      (empty? names)      "memory"
      (nil? (next names)) (first names)
      (some #{"memory"} names) "memory"
      :else (throw (options/refuse (str "The module exports several memories; select one with :memory, one of "
                                        (foreign/printed (vec names))))))))

(defn- memory
  "Returns the memory that `:memory` names, an export or an import. By default it is the only export, or the one named
  \"memory\", or the only import."
  ^radicchio.engine.Memory [^ModuleInstance instance options]
  (when options (options/check-keys "options of a memory" options #{:memory}))
  (module/export instance :memory Memory (or (:memory options) (only-memory-name (.module instance)))))

(defmacro ^:private within
  "Evaluates body inside an entrance of the instance."
  [instance & body]
  `(let [~(with-meta instance {:tag `ModuleInstance}) (module/core ~instance)]
     (.enter ~instance)
     (try ~@body (finally (.leave ~instance)))))

(defn- argument ^RadicchioException [message]
  (RadicchioException/of ErrorKind/ARGUMENT message))

(defn- natural
  "Converts an offset or a length to a long."
  ^long [what value]
  (if (and (integer? value) (<= 0 value Long/MAX_VALUE))
    (long value)
    (throw (argument (str what ": expected an integer from 0 up, got " (foreign/printed value))))))

(defn- require-bounds [^Memory memory ^long offset ^long length]
  (when (> length (- (.size memory) offset))
    (throw (-> (argument (str "Out of bounds: " length " bytes from " offset " in a memory of " (.size memory) " bytes"))
               (.with "offset" offset)
               (.with "length" length)
               (.with "size" (.size memory))))))

(defn size ^long [instance options]
  (within instance (.size (memory instance options))))

(defn grow [instance options pages]
  (within instance
    (let [before (.grow (memory instance options) (natural "number of pages" pages))]
      (when-not (neg? before) before))))

(defn view ^radicchio.core.MemoryView [instance options]
  (within instance
    (MemoryView. instance (memory instance options))))

;; --- Bytes -----------------------------------------------------------------------------------------------------------

(defn- named-class [x]
  (if (nil? x) "nil" (str "a " (.getTypeName (class x)))))

(defn- require-part
  "Throws if the range is not a part of a byte[]."
  [what array ^long start ^long length]
  (when-not (bytes? array)
    (throw (argument (str what ": expected a byte[], got " (named-class array)))))
  (when (> length (- (alength ^bytes array) start))
    (throw (argument (str "Out of bounds: " length " bytes from " start " in an array of " (alength ^bytes array) " bytes")))))

(defn read-bytes ^bytes [instance options offset length]
  (let [offset (natural "offset" offset), length (natural "length" length)]
    (within instance
      (let [memory (memory instance options)]
        (require-bounds memory offset length)
        (.read memory offset (int length))))))

(defn read-into [instance options offset target start length]
  (let [offset (natural "offset" offset), start (natural "start" start), length (natural "length" length)]
    (require-part "target" target start length)
    (within instance
      (let [memory (memory instance options)]
        (require-bounds memory offset length)
        (.read memory offset ^bytes target (int start) (int length))
        target))))

(defn- write-array [instance options offset ^bytes source start length]
  (let [offset (natural "offset" offset), length (long length)]
    (within instance
      (let [memory (memory instance options)]
        (require-bounds memory offset length)
        (.write memory offset source (int start) (int length))))))

(defn- write-buffer [instance options offset ^ByteBuffer buffer]
  (if (.hasArray buffer)
    (write-array instance options offset (.array buffer) (+ (.arrayOffset buffer) (.position buffer)) (.remaining buffer))
    (let [bytes (byte-array (.remaining buffer))]
      (.get (.duplicate buffer) bytes)
      (write-array instance options offset bytes 0 (alength bytes)))))

(defn write [instance options offset source]
  (cond
    (bytes? source)               (write-array instance options offset source 0 (alength ^bytes source))
    (instance? ByteBuffer source) (write-buffer instance options offset source)
    :else (throw (argument (str "source: expected a byte[] or a ByteBuffer, got " (named-class source))))))

(defn write-part [instance options offset source start length]
  (let [start (natural "start" start), length (natural "length" length)]
    (require-part "source" source start length)
    (write-array instance options offset source start length)))

;; --- Text ------------------------------------------------------------------------------------------------------------

(def ^:private stretch "The number of bytes that are searched together for a terminating zero." 4096)

(defn- first-zero
  "Returns the index of the first zero among the first n bytes, or -1."
  ^long [^bytes bytes ^long n]
  (loop [i 0]
    (cond (= i n)                -1
          (zero? (aget bytes i)) i
          :else                  (recur (inc i)))))

(defn- length-to-zero
  "Returns the number of bytes from offset to the first zero."
  ^long [^Memory memory ^long offset]
  (let [size  (.size memory)
        bytes (byte-array (min (long stretch) (max 0 (- size offset))))]
    (loop [at offset]
      (let [n (min (alength bytes) (- size at))]
        (when-not (pos? n)
          (throw (argument (str "No zero byte from " offset " to the end of a memory of " size " bytes"))))
        (.read memory at bytes 0 (int n))
        (let [zero (first-zero bytes n)]
          (if (neg? zero)
            (recur (+ at n))
            (+ (- at offset) zero)))))))

(defn- decode [^bytes bytes offset]
  (try
    (str (.decode (doto (.newDecoder StandardCharsets/UTF_8)
                    (.onMalformedInput CodingErrorAction/REPORT)
                    (.onUnmappableCharacter CodingErrorAction/REPORT))
                  (ByteBuffer/wrap bytes)))
    (catch CharacterCodingException e
      (throw (RadicchioException/of ErrorKind/ARGUMENT
                                    (str "The " (alength bytes) " bytes from " offset " are not UTF-8") e)))))

(defn read-string-at
  "Reads text of `length` bytes, or up to a zero byte if length is nil."
  ^String [instance options offset length]
  (within instance
    (let [length (or length (length-to-zero (memory instance options) (natural "offset" offset)))]
      (decode (read-bytes instance options offset length) offset))))

(defn- encode ^bytes [^CharSequence text zero?]
  (let [^ByteBuffer buffer (try
                 (.encode (.newEncoder StandardCharsets/UTF_8) (CharBuffer/wrap text))
                 (catch CharacterCodingException e
                   (throw (RadicchioException/of ErrorKind/ARGUMENT
                                                "The text has unpaired surrogates, which UTF-8 cannot encode" e))))
        bytes  (byte-array (+ (.remaining buffer) (if zero? 1 0)))]
    (.get buffer bytes 0 (.remaining buffer))
    bytes))

(defn write-string-at
  "Writes text, followed by a zero byte if `:zero` is set. Returns the number of bytes, with the zero."
  [instance {:keys [zero] :as options} offset text]
  (when-not (instance? CharSequence text)
    (throw (argument (str "text: expected a CharSequence, got " (foreign/printed text)))))
  (options/check-keys "options of memory-write-string" options #{:memory :zero})
  (let [bytes (encode text zero)]
    (write-array instance (dissoc options :zero) offset bytes 0 (alength bytes))
    (alength bytes)))
