(ns radicchio.wasm.memory
  "The linear memories of an instance: bytes and text in and out, in bulk."
  (:require [radicchio.wasm.module :as module]
            [radicchio.wasm.options :as options])
  (:import (java.nio ByteBuffer CharBuffer)
           (java.nio.charset CharacterCodingException CodingErrorAction StandardCharsets)
           (radicchio.engine CoreModule CoreModule$Export ExternType$MemoryType Memory)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime ModuleInstance)))

(set! *warn-on-reflection* true)

(defn- only-memory-name [^CoreModule module]
  (let [names (for [^CoreModule$Export export (.exports module)
                    :when (instance? ExternType$MemoryType (.type export))]
                (.name export))]
    (cond
      (empty? names)      "memory"
      (nil? (next names)) (first names)
      (some #{"memory"} names) "memory"
      :else (throw (options/refuse (str "The module exports several memories: say which with :memory, one of "
                                        (pr-str (vec names))))))))

(defn memory
  "The memory that an instance exports by that name; without one (nil), its only memory, or that named \"memory\"."
  ^Memory [^ModuleInstance instance name]
  (module/export instance :memory Memory (or name (only-memory-name (.module instance)))))

(defmacro ^:private within
  "Evaluates body within an entrance of the instance."
  [instance & body]
  `(let [^ModuleInstance instance# ~instance]
     (.enter instance#)
     (try ~@body (finally (.leave instance#)))))

(defn- argument ^RadicchioException [message]
  (RadicchioException/of ErrorKind/ARGUMENT message))

(defn- natural
  "An offset or a length as a long."
  ^long [what value]
  (if (and (integer? value) (<= 0 value Long/MAX_VALUE))
    (long value)
    (throw (argument (str what " is an integer from 0 up; got " (pr-str value))))))

(defn- require-bounds [^Memory memory ^long offset ^long length]
  (when (> length (- (.size memory) offset))
    (throw (-> (argument (str "Out of bounds: " length " bytes from " offset " on, in a memory of " (.size memory) " bytes"))
               (.with "offset" offset)
               (.with "length" length)
               (.with "size" (.size memory))))))

(defn size ^long [instance name]
  (within instance (.size (memory instance name))))

(defn grow [instance name pages]
  (within instance
    (let [before (.grow (memory instance name) (natural "The number of pages" pages))]
      (when-not (neg? before) before))))

(defn read-bytes ^bytes [instance name offset length]
  (let [offset (natural "The offset" offset), length (natural "The length" length)]
    (within instance
      (let [memory (memory instance name)]
        (require-bounds memory offset length)
        (let [bytes (byte-array length)]
          (.read memory offset bytes 0 (int length))
          bytes)))))

(defn read-into [instance name offset ^bytes target start length]
  (let [offset (natural "The offset" offset), start (natural "The start" start), length (natural "The length" length)]
    (when (> length (- (alength target) start))
      (throw (argument (str "The array has no " length " bytes from " start " on; it has " (alength target)))))
    (within instance
      (let [memory (memory instance name)]
        (require-bounds memory offset length)
        (.read memory offset target (int start) (int length))
        target))))

(defn- write-array [instance name offset ^bytes source start length]
  (let [offset (natural "The offset" offset)]
    (within instance
      (let [memory (memory instance name)]
        (require-bounds memory offset length)
        (.write memory offset source (int start) (int length))))))

(defn- write-buffer [instance name offset ^ByteBuffer buffer]
  (if (.hasArray buffer)
    (write-array instance name offset (.array buffer) (+ (.arrayOffset buffer) (.position buffer)) (.remaining buffer))
    (let [bytes (byte-array (.remaining buffer))]
      (.get (.duplicate buffer) bytes)
      (write-array instance name offset bytes 0 (alength bytes)))))

(defn write [instance name offset source]
  (cond
    (bytes? source)                (write-array instance name offset source 0 (alength ^bytes source))
    (instance? ByteBuffer source)  (write-buffer instance name offset source)
    :else (throw (argument (str "Bytes to write are a byte[] or a ByteBuffer; got "
                                (if (nil? source) "nil" (str "a " (.getName (class source)))))))))

(defn write-part [instance name offset source start length]
  (when-not (bytes? source)
    (throw (argument (str "A part to write is of a byte[]; got " (if (nil? source) "nil" (str "a " (.getName (class source))))))))
  (let [start (natural "The start" start), length (natural "The length" length)]
    (when (> length (- (alength ^bytes source) start))
      (throw (argument (str "The array has no " length " bytes from " start " on; it has " (alength ^bytes source)))))
    (write-array instance name offset source start length)))

;; --- Text ------------------------------------------------------------------------------------------------------------

(def ^:private stretch "How many bytes are looked at together for a terminating zero." 4096)

(defn- length-to-zero
  "How many bytes lie before the first zero from offset on."
  ^long [^Memory memory ^long offset]
  (let [size  (.size memory)
        bytes (byte-array (min (long stretch) (max 0 (- size offset))))]
    (loop [at offset]
      (let [n (min (alength bytes) (- size at))]
        (when-not (pos? n)
          (throw (argument (str "There is no zero byte from " offset " on, in a memory of " size " bytes"))))
        (.read memory at bytes 0 (int n))
        (let [zero (long (loop [i 0] (cond (= i n) -1, (zero? (aget bytes i)) i, :else (recur (inc i)))))]
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
                                    (str "The " (alength bytes) " bytes from " offset " on are no UTF-8") e)))))

(defn read-string-at
  "Text of `length` bytes, or up to a zero byte where length is nil."
  ^String [instance name offset length]
  (within instance
    (let [length (or length (length-to-zero (memory instance name) (natural "The offset" offset)))]
      (decode (read-bytes instance name offset length) offset))))

(defn- encode ^bytes [^CharSequence text zero?]
  (let [^ByteBuffer buffer (try
                 (.encode (.newEncoder StandardCharsets/UTF_8) (CharBuffer/wrap text))
                 (catch CharacterCodingException e
                   (throw (RadicchioException/of ErrorKind/ARGUMENT "The text has unpaired surrogates, which UTF-8 has not" e))))
        bytes  (byte-array (+ (.remaining buffer) (if zero? 1 0)))]
    (.get buffer bytes 0 (.remaining buffer))
    bytes))

(defn write-string-at
  "Writes text, with a zero byte after it if asked; how many bytes that were, the zero included."
  [instance name offset text zero?]
  (when-not (instance? CharSequence text)
    (throw (argument (str "Text to write is a CharSequence; got " (pr-str text)))))
  (let [bytes (encode text zero?)]
    (write-array instance name offset bytes 0 (alength bytes))
    (alength bytes)))
