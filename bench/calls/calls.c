// Answers what it was given, and does nothing else: what remains is the cost of calls and values. The results lie where the caller
// put the arguments.

#include "guest.h"

EXPORT("add") int32_t add(int32_t a, int32_t b) { return a + b; }

static guest_string list;

#define ECHO(name, function)                                                           \
    EXPORT(name) const guest_string *function(const char *at, uint32_t length) {       \
        list = (guest_string){at, length};                                             \
        return &list;                                                                  \
    }                                                                                  \
    EMPTY_ARENA_AFTER(name, function)

ECHO("echo-string", echo_string)
ECHO("echo-bytes", echo_bytes)
ECHO("echo-numbers", echo_numbers)
ECHO("points", points)
ECHO("people", people)

EXPORT("sum") int64_t sum(const int32_t *at, uint32_t length) {
    int64_t total = 0;
    for (uint32_t i = 0; i < length; i++) total += at[i];
    arena_empty();
    return total;
}

IMPORT("bench:calls/host@1.0.0", "tick") uint32_t tick(uint32_t n);

EXPORT("ticks") uint32_t ticks(uint32_t n) {
    uint32_t total = 0;
    for (uint32_t i = 0; i < n; i++) total += tick(i);
    return total;
}

// ---- A resource: its representation is its state ----

#define SHOP "bench:calls/shop@1.0.0#"

IMPORT("[export]bench:calls/shop@1.0.0", "[resource-new]counter") uint32_t counter_new(uint32_t rep);

EXPORT(SHOP "[constructor]counter") uint32_t counter_make(uint32_t start) { return counter_new(start); }
EXPORT(SHOP "[method]counter.add") uint32_t counter_add(uint32_t rep, uint32_t n) { return rep + n; }
EXPORT(SHOP "[dtor]counter") void counter_drop(uint32_t rep) { (void)rep; }
