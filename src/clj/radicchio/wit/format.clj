(ns radicchio.wit.format
  "Formats WIT text. Every comment stays, before the same token. An empty line stays between two items, fields or comments;
  several become one, and those at the start and end of a block are removed. All else is canonical, as `radicchio.wit.print`
  prints it: an indent of two spaces, a line for each item and each field, a comma after the last field, and lists of parameters
  and names on one line if it is not too long. Items at the top are separated by an empty line. The order of items, and the
  meaning of the text, stay the same. Formatting a formatted text returns the same text."
  (:require [radicchio.wit.format.page :as page]
            [radicchio.wit.format.trivia :as trivia]))

(set! *warn-on-reflection* true)

;; `ts` is a vector of tokens (radicchio.wit.format.trivia). A writer takes a page, the tokens and an index, and returns the page and
;; the index after what it wrote.

(defn- text [ts i] (:text (nth ts i)))

(defn- bare? [ts i] (empty? (:comments (nth ts i))))

(defn- separator
  "Returns the text between a token and the one before it in an item."
  [ts i]
  (let [{before :text, before-path? :path?} (nth ts (dec (long i)))
        {:keys [text path?]} (nth ts i)]
    (cond (#{"," ";" ")" ">" "." "(" "<" ":" "/"} text) ""
          (#{"(" "<" "." "/" "@"} before) ""
          (and path? (= "@" text)) ""
          (and path? before-path? (= ":" before)) ""
          :else " ")))

(defn- superfluous?
  "Tests whether a token is a comma after the last element of a list on one line."
  [ts i]
  (and (= "," (text ts i)) (bare? ts i) (#{">" ")" "}"} (text ts (inc (long i))))))

(defn- in-line
  "Writes the tokens from `i` to `end` inside of an item, on its line."
  [page ts i end]
  (loop [page page, i (long i)]
    (cond (= i (long end)) [page i]
          (superfluous? ts i) (recur page (inc i))
          :else (recur (page/inside page (nth ts i) (separator ts i)) (inc i)))))

(defn- depth-after ^long [^long depth token-text]
  (case token-text
    ("(" "<" "{") (inc depth)
    (")" ">" "}") (dec depth)
    depth))

(defn- end-of
  "Returns the index of the first token from `i` whose text is one of `ends`, outside of brackets that begin after `i`."
  [ts i ends]
  (loop [i (long i), depth 0]
    (let [text (text ts i)]
      (if (and (zero? depth) (ends text))
        i
        (recur (inc i) (depth-after depth text))))))

;; Lists with commas

(defn- element
  "Writes an element of a list on its own line, with a comma after it. Returns the page and the index after the comma."
  [page ts i]
  (let [end (end-of ts i #{"," ")" "}"})
        [page _] (in-line (page/beginning page (nth ts i) false) ts (inc (long i)) end)]
    (if (= "," (text ts end))
      [(page/inside page (nth ts end) "") (inc (long end))]
      [(page/inside page {:text "," :comments [] :breaks 0} "") end])))

(defn- in-lines
  "Writes a list from its opening to its closing bracket, with a line for each element."
  [page ts open close before]
  (loop [page (page/opened (page/inside page (nth ts open) before)), i (inc (long open))]
    (if (= i (long close))
      [(page/closed page (nth ts close)) (inc i)]
      (let [[page i] (element page ts i)]
        (recur page (long i))))))

(defn- length
  "Returns the length of the tokens from `i` to `end` on one line."
  ^long [ts i end]
  (reduce (fn [^long n i]
            (if (superfluous? ts i) n (+ n (count (separator ts i)) (count (text ts i)))))
          0 (range i end)))

(defn- fits?
  "Tests whether a list can stay on the line of its item, which ends before `end`: there is no comment in it, and it is
  empty or the item is not too long."
  [page ts open close end]
  (and (every? #(bare? ts %) (range (inc (long open)) (inc (long close))))
       (or (= (long close) (inc (long open)))
           (>= (long page/width) (+ (long (page/column page)) (length ts open end))))))

(defn- after-semicolon ^long [ts i]
  (inc (long (end-of ts i #{";"}))))

(defn- parameters [page ts open]
  (let [close (end-of ts (inc (long open)) #{")"})]
    (if (fits? page ts open close (after-semicolon ts open))
      (in-line page ts open (inc (long close)))
      (in-lines page ts open close ""))))

(defn- spread
  "Writes the names in braces of an include on one line, with spaces inside of the braces."
  [page ts open close]
  (let [last-name (cond-> (long close) (superfluous? ts (dec (long close))) dec)
        [page _] (in-line page ts open last-name)]
    [(page/inside page (nth ts close) " ") (inc (long close))]))

(defn- tight
  "Writes the names in braces of a use on one line, without spaces inside of the braces."
  [page ts open close]
  (let [page (-> page
                 (page/inside (nth ts open) "")
                 (page/inside (nth ts (inc (long open))) ""))
        [page _] (in-line page ts (+ 2 (long open)) close)]
    [(page/inside page (nth ts close) "") (inc (long close))]))

(defn- names
  "Writes the names in braces of a use or include."
  [page ts open use?]
  (let [close (end-of ts (inc (long open)) #{"}"})]
    (cond (not (fits? page ts open close (if use? (after-semicolon ts open) (inc (long close)))))
          (in-lines page ts open close (if use? "" " "))
          use? (tight page ts open close)
          :else (spread page ts open close))))

;; Items

(declare items)

(defn- block
  "Writes items in braces."
  [page ts open kind]
  (let [page (page/inside page (nth ts open) " ")
        inside (inc (long open))]
    (if (and (= "}" (text ts inside)) (bare? ts inside))
      [(page/inside page (nth ts inside) "") (inc inside)]
      (let [[page close] (items (page/opened page) ts inside kind)]
        [(page/closed page (nth ts close)) (inc (long close))]))))

(defn- fields [page ts open]
  (in-lines page ts open (end-of ts (inc (long open)) #{"}"}) " "))

(defn- annotation-end
  "Returns the index after the annotation at `i`."
  ^long [ts i]
  (inc (long (end-of ts (+ 3 (long i)) #{")"}))))

(defn- annotated
  "Returns the index after the annotations at `i`."
  ^long [ts i]
  (if (= "@" (text ts i)) (recur ts (annotation-end ts i)) i))

(defn- annotations
  "Writes the annotations of an item, each on its line. Returns the page and whether the next token is the first."
  [page ts i gap?]
  (loop [page page, i (long i), gap? gap?]
    (if (= "@" (text ts i))
      (let [end (annotation-end ts i)
            [page _] (in-line (page/beginning page (nth ts i) gap?) ts (inc i) end)]
        (recur page end false))
      [page i gap?])))

(defn- rest-of-item
  "Writes an item of the kind `kind` after its first token, up to its semicolon or closing brace."
  [page ts i kind]
  (let [i (long i)
        text (text ts i)]
    (cond (= ";" text) [(page/inside page (nth ts i) "") (inc i)]
          (and (= "(" text) (#{"func" "constructor"} (:text (nth ts (dec i)))))
          (let [[page i] (parameters page ts i)] (recur page ts i kind))
          (superfluous? ts i) (recur page ts (inc i) kind)
          (not= "{" text) (recur (page/inside page (nth ts i) (separator ts i)) ts (inc i) kind)
          (= "use" kind) (let [[page i] (names page ts i true)] (recur page ts i kind))
          (= "include" kind) (names page ts i false)
          (#{"record" "variant" "enum" "flags"} kind) (fields page ts i)
          :else (block page ts i (if (= "package" kind) :top :inner)))))

(defn- large?
  "Tests whether the item at `i` is an interface, a world, or a package with contents."
  [ts i]
  (let [i (annotated ts i)]
    (case (text ts i)
      ("interface" "world") true
      "package" (= "{" (text ts (end-of ts i #{";" "{"})))
      false)))

(defn- items
  "Writes items up to a closing brace or the end. `kind` is :top for those of a file or package. Returns the page and the index
  of the end."
  [page ts i kind]
  (loop [page page, i (long i), apart? false]
    (if (#{"}" ""} (text ts i))
      [page i]
      (let [large? (large? ts i)
            [page head gap?] (annotations page ts i (and (= :top kind) (or apart? large?)))
            head-text (text ts head)
            page (page/beginning page (nth ts head) gap?)
            [page end] (rest-of-item page ts (inc (long head)) head-text)]
        (recur page (long end) (or large? (= "package" head-text)))))))

(defn format-wit
  "Returns the formatted text of one WIT file. Messages call it `file`. Throws RadicchioException, kind :parse, if it is not WIT;
  names need not resolve. Pure; any thread may call."
  [text file]
  (let [ts (trivia/tokens text file)
        [page end] (items page/empty-page ts 0 :top)]
    (page/finished page (nth ts end))))
