(ns ^:no-doc radicchio.http.guest
  "Handles one request with a guest. The guest runs on a thread until its call returns, often after it has sent its response.
  It is interrupted if the body of the response is closed before its end."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.http.instances :as instances]
            [radicchio.http.ring :as ring]
            [radicchio.wasm.component :as component])
  (:import (java.lang System$Logger System$Logger$Level)
           (radicchio.error RadicchioException)
           (radicchio.runtime ExportedFunction Instance)
           (radicchio.runtime.resource HostHandle)
           (radicchio.wasi.http BodyInput BodyPipe BodySource HttpErrorKind HttpFailure)
           (radicchio.wasi.streams Waiting)
           (radicchio.wasi.p2.http IncomingRequest ResponseOutparam ResponseOutparam$Receiver)))

(set! *warn-on-reflection* true)

(def ^:private ^System$Logger logger (System/getLogger "radicchio.http"))

(defn log-error
  "Logs the reason why a request failed. The client gets only a status. A throwable that does not come from a guest is logged with its
  stack trace."
  ([message] (.log logger System$Logger$Level/ERROR ^String message))
  ([message thrown] (.log logger System$Logger$Level/ERROR ^String (str message ": " (foreign/message thrown)) ^Throwable thrown)))

(defn log-failure
  "Logs the failure of a guest in one line."
  [what thrown]
  (log-error (str what ": " (foreign/message thrown))))

;; --- The thread of a guest ---------------------------------------------------------------------------------------------

(definterface ThreadOfGuest
  (^boolean enter [] "Records that the calling thread runs the guest. Returns false if the guest was stopped.")
  (^void leave [] "Records that the calling thread no longer runs the guest. Clears an interrupt for the guest.")
  (^void stop [] "Interrupts the guest, or prevents its start.")
  (^void onStop [f] "Calls f when the guest is stopped, instead of an interrupt; at once if it was stopped.")
  (^boolean isStopped []))

(deftype ^:private Running [^:unsynchronized-mutable ^Thread thread ^:unsynchronized-mutable stopped
                            ^:unsynchronized-mutable action]
  ;; the fields are guarded by this
  ThreadOfGuest
  (enter [this]
    (locking this
      (set! thread (Thread/currentThread))
      (not stopped)))
  (leave [this]
    (locking this
      (set! thread nil)
      (when stopped (Thread/interrupted))
      nil))
  (stop [this]
    (locking this
      (set! stopped true)
      (when thread (.interrupt thread))
      (when action (action))
      nil))
  (onStop [this f]
    (locking this
      (set! action f)
      (when stopped (f))
      nil))
  (isStopped [this]
    (locking this stopped)))

(defn stop
  "Interrupts the guest of a `running`, or prevents its start. Any thread may call it."
  [^ThreadOfGuest running]
  (.stop running))

(defn running
  "Makes the state of one guest's thread, for `answer`."
  ^radicchio.http.guest.ThreadOfGuest []
  (Running. nil false nil))

;; --- The response --------------------------------------------------------------------------------------------------------

(def failed
  "The response to a request that a guest failed to answer."
  (ring/plain 500 "500 Internal Server Error"))

(defn final?
  "Tests whether a status is that of a response, not of an interim response (1xx)."
  [status]
  (<= 200 (long status)))

(defn error-response
  "Returns the response for an error that a guest returned instead of a response."
  [^HttpFailure failure]
  (if (= HttpErrorKind/HTTP_REQUEST_BODY_SIZE (.kind failure))
    (ring/plain 413 "413 Content Too Large")
    failed))

(defn- receiver
  "Returns a receiver that passes the guest's response to `respond`, once. `body` is an atom for the body that is sent."
  [running answered body respond]
  (reify ResponseOutparam$Receiver
    (respond [_ status fields source]
      (reset! answered true)
      (if-not (final? status)
        (do (log-error (str "a guest returned a response with the status " status "; expected 200 or more"))
            (.close ^BodySource source)
            (respond failed))
        (do (reset! body source)
            (respond (ring/response status fields (BodyInput. source #(stop running)))))))
    (fail [_ failure]
      (reset! answered true)
      (log-failure "a guest answered with an error" failure)
      (respond (error-response failure)))))

(defn- ended-well?
  "Tests whether the guest has sent the whole body. An open body becomes incomplete."
  [body]
  (or (not (instance? BodyPipe body))
      (let [^BodyPipe pipe body]
        (if (.isEnded pipe)
          (not (.isAbandoned pipe))
          (do (.fail pipe (HttpFailure/of HttpErrorKind/HTTP_RESPONSE_INCOMPLETE))
              false)))))

(defn- send-head
  "Sends the head of a response whose body has no bytes yet."
  [body]
  (when (instance? BodyPipe body)
    (.nudge ^BodyPipe body)))

(defn- call
  "Calls the guest's handler. Returns whether the call succeeded. The head of the response is sent with the first bytes, or
  when the guest waits."
  [^ExportedFunction handle request outparam ^ThreadOfGuest running body]
  (Waiting/doBefore #(send-head @body))
  (try
    (.call handle (object-array [(HostHandle/of request) (HostHandle/of outparam)]))
    true
    (catch RadicchioException e
      (when-not (.isStopped running)
        (log-failure "a guest failed to handle a request" e))
      false)
    (finally (Waiting/doNothingBefore))))

(defn answer
  "Handles a request with an instance of `all`, on this thread. Calls `respond` with a response map, once, on this thread.
  Returns when the guest has ended, perhaps before the body of its response was read completely."
  [all handle-id request ^ThreadOfGuest running respond]
  (let [answered (atom false)
        body     (atom nil)
        incoming (ring/incoming request (fn [method target scheme authority fields body]
                                          (IncomingRequest. method target scheme authority fields body)))
        outparam (ResponseOutparam. (receiver running answered body respond))
        ^Instance instance (instances/borrow all)
        well?    (atom false)]
    (try
      (reset! well? (and (.enter running)
                         (call (component/find-function instance handle-id) incoming outparam running body)))
      (finally
        (.leave running)
        (let [whole? (ended-well? @body)]
          (try
            (instances/give-back all instance (and @well? whole? (not (.isStopped running))))
            (finally
              (when-not @answered
                (when @well? (log-error "a guest returned without a response"))
                (respond failed)))))))))
