// Calls what it imports, and answers what it was answered.
//
// The host's results come into the arena after the arguments, and go out as they lie there.

#include "guest.h"

#define HOST "test:calls/host@1.0.0"
#define GUEST "test:calls/guest@1.0.0#"

typedef uint32_t handle;
typedef struct { uint8_t is_error; union { int32_t ok; guest_string error; }; } quotient;
typedef struct { uint8_t is_error; uint32_t error; } verdict;
typedef struct { uint8_t tag; union { struct { guest_string name, sizes; } one; guest_string many; }; } outcome;
typedef struct {
    uint8_t a; uint16_t b; uint32_t c; uint64_t d; int8_t e; int16_t f; int32_t g; int64_t h;
    float i; double j; uint8_t more[7];
} seventeen;

IMPORT(HOST, "notify") extern void host_notify(void);
IMPORT(HOST, "add") extern int32_t host_add(int32_t, int32_t);
IMPORT(HOST, "shout") extern void host_shout(const char *, uint32_t, guest_string *);
IMPORT(HOST, "divide") extern void host_divide(int32_t, int32_t, quotient *);
IMPORT(HOST, "check") extern void host_check(uint32_t, verdict *);
IMPORT(HOST, "exchange")
extern void host_exchange(const void *, uint32_t, uint32_t, const char *, uint32_t, outcome *);
IMPORT(HOST, "add-seventeen") extern double host_add_seventeen(const seventeen *);
IMPORT(HOST, "[constructor]thing") extern handle thing_new(const char *, uint32_t);
IMPORT(HOST, "[method]thing.name") extern void thing_name(handle, guest_string *);
IMPORT(HOST, "[static]thing.join") extern handle thing_join(handle, handle);
IMPORT(HOST, "[resource-drop]thing") extern void thing_drop(handle);
IMPORT("$root", "seed") extern uint64_t seed(void);
IMPORT("$root", "log-all") extern void log_all(const guest_string *, uint32_t);

EXPORT(GUEST "notify") void notify(uint32_t times) { while (times-- != 0) host_notify(); }
EXPORT(GUEST "add") int32_t add(int32_t a, int32_t b) { return host_add(a, b); }

EXPORT(GUEST "shout")
const guest_string *shout(const char *at, uint32_t length) {
    static guest_string result;
    host_shout(at, length, &result);
    return &result;
}
EMPTY_ARENA_AFTER(GUEST "shout", shout)

EXPORT(GUEST "divide")
const quotient *divide(int32_t a, int32_t b) {
    static quotient result;
    host_divide(a, b, &result);
    return &result;
}
EMPTY_ARENA_AFTER(GUEST "divide", divide)

EXPORT(GUEST "check")
const verdict *check(uint32_t number) {
    static verdict result;
    host_check(number, &result);
    return &result;
}

EXPORT(GUEST "exchange")
const outcome *exchange(const void *items, uint32_t count, uint32_t some, const char *wanted, uint32_t length) {
    static outcome result;
    host_exchange(items, count, some, wanted, length, &result);
    return &result;
}
EMPTY_ARENA_AFTER(GUEST "exchange", exchange)

EXPORT(GUEST "add-seventeen")
double add_seventeen(void) {
    static const seventeen numbers = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, {11, 12, 13, 14, 15, 16, 17}};
    return host_add_seventeen(&numbers);
}

static const guest_string *answer_name(handle thing) {
    static guest_string result;
    thing_name(thing, &result);
    thing_drop(thing);
    return &result;
}

EXPORT(GUEST "name-of-new")
const guest_string *name_of_new(const char *at, uint32_t length) { return answer_name(thing_new(at, length)); }
EMPTY_ARENA_AFTER(GUEST "name-of-new", name_of_new)

EXPORT(GUEST "name-of") const guest_string *name_of(handle thing) { return answer_name(thing); }
EMPTY_ARENA_AFTER(GUEST "name-of", name_of)

EXPORT(GUEST "pass") handle pass(handle thing) { return thing; }
EXPORT(GUEST "drop") void drop(handle thing) { thing_drop(thing); }

EXPORT(GUEST "join")
handle join(handle one, handle other) {
    handle joined = thing_join(one, other);
    thing_drop(other);
    return joined;
}

EXPORT(GUEST "keep") void keep(handle thing) { (void)thing; }
EXPORT(GUEST "keep-loan") void keep_loan(handle thing) { (void)thing; }

EXPORT("run")
uint64_t run(void) {
    static const char one[] = "one", two[] = "two";
    static guest_string lines[2];
    lines[0] = (guest_string){one, sizeof one - 1};
    lines[1] = (guest_string){two, sizeof two - 1};
    log_all(lines, 2);
    return seed();
}
