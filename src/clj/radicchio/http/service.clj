(ns ^:no-doc radicchio.http.service
  "Requests answered by `wasi:http/handler` of WASI 0.3. A call has no separate thread, so that one instance answers
  several requests at once. An instance is returned to the others when the body of its response has ended."
  (:require [radicchio.http.guest :as guest]
            [radicchio.http.instances :as instances]
            [radicchio.http.ring :as ring]
            [radicchio.wasm.component :as component])
  (:import (java.util.concurrent CancellationException CompletableFuture CompletionException TimeoutException TimeUnit)
           (java.util.function BiConsumer)
           (radicchio.error ErrException)
           (radicchio.http.guest ThreadOfGuest)
           (radicchio.runtime ExportedFunction Instance)
           (radicchio.runtime.resource HostHandle)
           (radicchio.wasi.http BodyInput BodySource WatchedBody)
           (radicchio.wasi.p3.http RequestMessage ResponseMessage)))

(set! *warn-on-reflection* true)

(defn- message
  "Returns the request for a guest's handler."
  [method target scheme authority fields body]
  (RequestMessage/received method target scheme authority fields body))

(defn- when-complete [^CompletableFuture stage f]
  (.whenComplete stage (reify BiConsumer (accept [_ value thrown] (f value thrown)))))

(defn- reason [thrown]
  (if (and (instance? CompletionException thrown) (ex-cause thrown)) (ex-cause thrown) thrown))

(defn- send-response
  "Passes the response that a guest returned to `respond`. When sending has ended, calls `release` with true if it was sent
  completely, else with false."
  [^ResponseMessage response abort release respond]
  (if-not (guest/final? (.status response))
    (do (guest/log-error (str "a guest returned a response with the status " (.status response) "; expected 200 or more"))
        (.abandon response)
        (release true)
        (respond guest/failed))
    (let [contents (.send response)
          body     (WatchedBody. contents)]
      (when-complete (.toCompletableFuture (.ended body)) (fn [whole _] (release whole)))
      (when (identical? BodySource/EMPTY contents) (.read body (byte-array 1) 0 1))
      (respond (ring/response (.status response) (.fields response) (BodyInput. body abort))))))

(defn- fail-response [thrown stopped? release respond]
  (let [thrown (reason thrown)]
    (cond (instance? ErrException thrown)
          (do (guest/log-error (str "a guest answered with an error: " (pr-str (.payload ^ErrException thrown))))
              (release true))

          (instance? TimeoutException thrown)
          (do (guest/log-error "a guest did not answer in time")
              (release false))

          :else
          (do (when-not (or stopped? (instance? CancellationException thrown))
                (guest/log-failure "a guest failed to answer a request" thrown))
              (release false)))
    (respond guest/failed)))

(defn answer
  "Answers a request by an instance of `all`: calls `respond` with a response map, once, on some thread. Returns at once a
  stage that completes when the instance was returned."
  ^CompletableFuture [all handle-id timeout-ms request ^ThreadOfGuest running respond]
  (let [incoming (ring/incoming request message)
        ^Instance instance (instances/borrow all)
        done     (CompletableFuture.)
        release  (fn [good?]
                   (when (.complete done good?)
                     (instances/give-back all instance good?)))
        ^ExportedFunction handle (component/find-function instance handle-id)
        ^CompletableFuture call  (.async handle (object-array [(HostHandle/of incoming)]))
        abort    (fn []
                   (.cancel call true)
                   (release false))]
    (.orTimeout call timeout-ms TimeUnit/MILLISECONDS)
    (.onStop running abort)
    (when-complete call
                   (fn [value thrown]
                     (if thrown
                       (fail-response thrown (.isStopped running) release respond)
                       (send-response (.object ^HostHandle value) abort release respond))))
    done))
