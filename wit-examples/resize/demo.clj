(ns demo
  "Resizes a picture with the component of this example: `bin/wit demo` runs `run`.

  The generated namespace `acme.img` is called like any other namespace; the rest of this
  file reads and writes picture files."
  (:require [acme.img :as img]
            [clojure.java.io :as io])
  (:import (java.awt AlphaComposite)
           (java.awt.image BufferedImage DataBufferInt)
           (java.io ByteArrayOutputStream File IOException)
           (java.nio ByteBuffer)
           (java.nio.file CopyOption Files StandardCopyOption)
           (javax.imageio ImageIO)))

(set! *warn-on-reflection* true)

(def ^:private band-rows
  "The number of rows that are converted at once, so that a large picture is not copied as a whole."
  64)

(def ^:private most-pixels
  "The most pixels that a component's list<u8> can carry, at four bytes a pixel."
  (quot (dec (bit-shift-left 1 28)) 4))

(defn- refuse [message]
  (throw (ex-info message {:radicchio/error :config})))

;; Pictures and bytes

(defn- argb->rgba!
  "Converts a band's pixels from ints (alpha, red, green, blue) to bytes in the order red,
  green, blue, alpha."
  [^BufferedImage band pixel-count ^ByteBuffer rgba]
  (let [argb (.getData ^DataBufferInt (.getDataBuffer (.getRaster band)))]
    (dotimes [i (long pixel-count)]
      (.putInt rgba (Integer/rotateLeft (aget argb i) 8)))))

(defn- as-image
  "Converts a picture of any kind to the component's `image`: {:width :height :pixels}."
  [^BufferedImage picture]
  (let [width  (.getWidth picture)
        height (.getHeight picture)
        pixels (byte-array (* 4 width height))
        rgba   (ByteBuffer/wrap pixels)
        band   (BufferedImage. width (min band-rows height) BufferedImage/TYPE_INT_ARGB)
        canvas (.createGraphics band)]
    (.setComposite canvas AlphaComposite/Src)
    (loop [y 0]
      (when (< y height)
        (.drawImage canvas picture 0 (- y) nil)
        (argb->rgba! band (* width (min band-rows (- height y))) rgba)
        (recur (+ y (long band-rows)))))
    (.dispose canvas)
    {:width width :height height :pixels pixels}))

(defn- opaque? [^bytes pixels]
  (loop [i 3]
    (cond (>= i (alength pixels)) true
          (= -1 (aget pixels i))  (recur (+ i 4))
          :else                   false)))

(defn- as-picture
  "Converts the component's `image` to a picture, without an alpha channel if every pixel is opaque."
  ^BufferedImage [{:keys [width height pixels]}]
  (let [kind    (if (opaque? pixels) BufferedImage/TYPE_INT_RGB BufferedImage/TYPE_INT_ARGB)
        picture (BufferedImage. (int width) (int height) (int kind))
        argb    (.getData ^DataBufferInt (.getDataBuffer (.getRaster picture)))
        rgba    (ByteBuffer/wrap pixels)]
    (dotimes [i (alength argb)]
      (aset argb i (Integer/rotateRight (.getInt rgba) 8)))
    picture))

;; Files

(defn- read-picture ^BufferedImage [^File file]
  (when-not (.isFile file)
    (refuse (str "No such picture: " file "; pass the path of a PNG or JPEG file.")))
  (or (try (ImageIO/read file)
           (catch IOException e
             (refuse (str "The picture " file " cannot be read (" (ex-message e) "); pass a PNG or JPEG file."))))
      (refuse (str "The file " file " is not a picture that Java can read; pass a PNG or JPEG file."))))

(defn- check-name!
  "Throws if the ending of the file's name is not that of a PNG."
  [^File file]
  (let [[_ ending] (re-find #"\.([A-Za-z]+)$" (.getName file))]
    (when-not (or (nil? ending) (.equalsIgnoreCase "png" ending))
      (refuse (str "The picture is written as PNG, but the name " file " ends in ." ending "; pass a name that ends in .png.")))))

(defn- write-picture!
  "Writes the file as a whole or not at all."
  [^BufferedImage picture ^File file]
  (let [bytes (ByteArrayOutputStream.)
        fresh (io/file (.getParentFile file) (str "." (.getName file) ".new"))]
    (when-not (ImageIO/write picture "png" bytes)
      (refuse (str "The file " file " was not written: this Java has no writer for PNG.")))
    (when (.isDirectory file)
      (refuse (str "The picture " file " cannot be written: it is a folder.")))
    (try
      (io/make-parents file)
      (try
        (io/copy (.toByteArray bytes) fresh)
        (Files/move (.toPath fresh) (.toPath file) (into-array CopyOption [StandardCopyOption/REPLACE_EXISTING]))
        (finally (.delete fresh)))
      (catch IOException e
        (refuse (str "The picture " file " cannot be written: " (ex-message e)))))))

(defn- size
  "Returns the requested width and height. If only one is given, the picture keeps its proportions."
  [^BufferedImage picture {:keys [width height]}]
  (let [w (.getWidth picture)
        h (.getHeight picture)
        scaled (fn [n to from] (max 1 (Math/round (/ (* (double n) (double to)) (double from)))))
        [width height] (cond (and width height) [width height]
                             width              [width (scaled h width w)]
                             height             [(scaled w height h) height]
                             :else              [800 600])]
    (when-not (and (pos-int? width) (pos-int? height) (<= (*' width height) (long most-pixels)))
      (refuse (str "A picture of " width " × " height " pixels is not possible: width and height must be at least 1, "
                   "and the picture at most " most-pixels " pixels.")))
    [width height]))

;; The demo

(defmacro ^:private timed
  "Returns the value of the expression, and its time in milliseconds."
  [expression]
  `(let [start# (System/nanoTime)
         value# ~expression]
     [value# (quot (- (System/nanoTime) start#) 1000000)]))

(defn- say [label & parts]
  (println (apply str (format "%-10s" label) parts)))

(defn run
  "Resizes one picture and says what was called, how long it took and where the result is.
  Options:

  :picture  path of a PNG or JPEG file
  :out      path of the PNG file to write
  :width, :height  in pixels; 800 × 600 without both, in proportion with one of them

  Returns {:out File :width :height :load-ms :first-ms :second-ms}. Throws an exception
  whose message is a sentence for the user where a picture cannot be read or written, or a
  size makes no sense."
  [{:keys [picture out] :as options}]
  (let [file           (io/file picture)
        out            (.getAbsoluteFile (io/file out))
        _              (check-name! out)
        before         (read-picture file)
        [width height] (size before options)
        image          (as-image before)]
    (say "Picture" file ", " (:width image) " × " (:height image))
    (let [[instance load-ms] (timed (img/instantiate))]
      (with-open [^java.lang.AutoCloseable instance instance]
        (say "Loaded" "acme/resize.wasm in " load-ms " ms")
        (let [[_ first-ms]      (timed (img/resize-image instance image width height))
              [after second-ms] (timed (img/resize-image instance image width height))]
          (say "Called" "(img/resize-image image " width " " height "): "
               first-ms " ms the first time, " second-ms " ms the second")
          (write-picture! (as-picture after) out)
          (say "Written" out)
          {:out out :width width :height height
           :load-ms load-ms :first-ms first-ms :second-ms second-ms})))))
