(ns ^:no-doc radicchio.cli.completion
  "`wit completion`: scripts that complete commands, options and files, for bash, zsh and fish. They are made from the catalogue
  of commands, and run nothing when they complete."
  (:require [clojure.string :as str]
            [radicchio.cli.catalogue :as catalogue]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.options :as options]))

(set! *warn-on-reflection* true)

(defn- single-quoted [text]
  (str "'" (str/replace text "'" "'\\''") "'"))

(defn- arguments
  "Returns the words that a command takes, if they are few."
  [{:keys [name choices]}]
  (if (= "help" name)
    (map :name catalogue/commands)
    (seq (apply concat (vals choices)))))

(defn- described-options
  "Returns [word meaning takes-value?] of each option."
  [{:keys [options]}]
  (for [[_ written meaning] options]
    [(re-find #"^--[a-z-]+" written) meaning (str/includes? written " ")]))

(defn- bash-case [{:keys [name files] :as command}]
  (let [words (concat (catalogue/option-words command) ["--help"] (arguments command))]
    (str "    " name ")\n"
         "      words=" (single-quoted (str/join " " words)) "\n"
         (when files (str "      files=" (single-quoted (str/join "|" files)) "\n"))
         "      ;;\n")))

(defn- bash []
  (str "# Completion of wit for bash: source <(wit completion bash)\n"
       "_wit() {\n"
       "  local current=${COMP_WORDS[COMP_CWORD]} words='' files=''\n"
       "  if [[ $COMP_CWORD -eq 1 ]]; then\n"
       "    COMPREPLY=($(compgen -W " (single-quoted (str/join " " (map :name catalogue/commands))) " -- \"$current\"))\n"
       "    return\n"
       "  fi\n"
       "  case ${COMP_WORDS[1]} in\n"
       (str/join (map bash-case catalogue/commands))
       "  esac\n"
       "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
       "  if [[ $current != -* && ( -n $files || ${COMP_WORDS[COMP_CWORD-1]} == --* ) ]]; then\n"
       "    local file\n"
       "    while IFS= read -r file; do\n"
       "      if [[ -z $files || -d $file || ${COMP_WORDS[COMP_CWORD-1]} == --* || $file =~ \\.($files)$ ]]; then\n"
       "        COMPREPLY+=(\"$file\")\n"
       "      fi\n"
       "    done < <(compgen -f -- \"$current\")\n"
       "  fi\n"
       "}\n"
       "complete -o filenames -F _wit wit"))

(defn- zsh-option [[word meaning value?]]
  (single-quoted (str word (when value? "=") "[" (str/replace meaning #"[\[\]:]" "\\\\$0") "]" (when value? ":value:_files"))))

(defn- zsh-case [{:keys [name files] :as command}]
  (str "    " name ")\n"
       "      _arguments " (str/join " " (map zsh-option (described-options command)))
       (cond (arguments command) (str " " (single-quoted (str "*:word:(" (str/join " " (arguments command)) ")")))
             files (str " " (single-quoted (str "*:file:_files -g \"*.(" (str/join "|" files) ")\""))))
       " '--help[Describe the command]'\n"
       "      ;;\n"))

(defn- zsh []
  (str "#compdef wit\n"
       "# Completion of wit for zsh: source <(wit completion zsh)\n"
       "_wit() {\n"
       "  local -a commands\n"
       "  commands=(\n"
       (str/join (for [{:keys [name summary]} catalogue/commands]
                   (str "    " (single-quoted (str name ":" (str/replace summary ":" "\\:"))) "\n")))
       "  )\n"
       "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
       "  local command=${words[2]}\n"
       "  shift words; (( CURRENT-- ))\n"
       "  case $command in\n"
       (str/join (map zsh-case catalogue/commands))
       "  esac\n"
       "}\n"
       "compdef _wit wit"))

(defn- fish-lines [{:keys [name summary files] :as command}]
  (let [when-command (str "complete -c wit -n '__fish_seen_subcommand_from " name "'")]
    (concat [(str "complete -c wit -n __fish_use_subcommand -f -a " name " -d " (single-quoted summary))]
            (for [[word meaning value?] (described-options command)]
              (str when-command " -l " (subs word 2) (when value? " -r") " -d " (single-quoted meaning)))
            (when-let [words (arguments command)]
              [(str when-command " -f -a " (single-quoted (str/join " " words)))])
            (for [ending files]
              (str when-command " -k -a '(__fish_complete_suffix ." ending ")'")))))

(defn- fish []
  (str/join "\n" (cons "# Completion of wit for fish: wit completion fish | source"
                       (mapcat fish-lines catalogue/commands))))

(defn script
  "Returns {:text …}: the script for :shell, \"bash\", \"zsh\" or \"fish\", also as a symbol or keyword. Throws RadicchioException,
  kind :config, for another one."
  [{:keys [shell] :as given}]
  (options/check-keys "completion" given [:shell])
  (case (if (ident? shell) (name shell) shell)
    "bash" {:text (bash)}
    "zsh"  {:text (zsh)}
    "fish" {:text (fish)}
    (throw (options/refuse (str "completion: expected bash, zsh or fish, got " (foreign/printed shell))))))
