// Fails in every way that a guest can, each when it is asked to.

#define GUEST_REALLOC good_realloc
#include "guest.h"

#define TRAPS "test:mischief/traps@1.0.0#"
#define RESULTS "test:mischief/results@1.0.0#"
#define ALLOCATOR "test:mischief/allocator@1.0.0#"
#define POST_RETURNS "test:mischief/post-returns@1.0.0#"

static uint32_t memory_end(void) { return __builtin_wasm_memory_size(0) * PAGE; }

// ---- Traps ----

EXPORT(TRAPS "fine") uint32_t fine(void) { return 42; }
EXPORT(TRAPS "unreachable") void trap_unreachable(void) { __builtin_trap(); }

EXPORT(TRAPS "divide")
int32_t divide(int32_t a, int32_t b) {
    int32_t result;
    __asm__("local.get %1\n local.get %2\n i32.div_s\n local.set %0" : "=r"(result) : "r"(a), "r"(b));
    return result;
}

EXPORT(TRAPS "truncate")
int32_t truncate(double x) {
    int32_t result;
    __asm__("local.get %1\n i32.trunc_f64_s\n local.set %0" : "=r"(result) : "r"(x));
    return result;
}

EXPORT(TRAPS "read-beyond-memory")
uint32_t read_beyond_memory(void) { return *(volatile uint32_t *)(memory_end() - 2); }

typedef uint32_t no_arguments(void);
typedef uint32_t one_argument(uint32_t);

static uint32_t taking_one(uint32_t x) { return x; }
static one_argument *volatile in_table = taking_one;

EXPORT(TRAPS "call-nothing")
uint32_t call_nothing(void) {
    no_arguments *volatile nothing = (no_arguments *)1000;
    return nothing();
}

EXPORT(TRAPS "call-the-wrong-type")
uint32_t call_the_wrong_type(void) { return ((no_arguments *)(void *)in_table)(); }

EXPORT(TRAPS "overflow-stack")
__attribute__((noinline)) uint32_t overflow_stack(uint32_t depth) {
    if (depth == 0) return 0;
    uint32_t below = overflow_stack(depth - 1);
    __asm__ volatile("");
    return below + 1;
}

EXPORT(TRAPS "loop-for-ever")
void loop_for_ever(void) {
    for (volatile uint32_t i = 0;; i++) {}
}

EXPORT(TRAPS "grow-memory")
int32_t grow_memory(uint32_t pages) { return (int32_t)__builtin_wasm_memory_grow(0, pages); }

// ---- Results ----

EXPORT(RESULTS "wide-u8") uint32_t wide_u8(void) { return 0x1ff; }
EXPORT(RESULTS "wide-s16") uint32_t wide_s16(void) { return 0x18000; }
EXPORT(RESULTS "two-as-bool") uint32_t two_as_bool(void) { return 2; }
EXPORT(RESULTS "all-bits") uint32_t all_bits(void) { return 0xffffffff; }
EXPORT(RESULTS "surrogate") uint32_t surrogate(void) { return 0xd800; }
EXPORT(RESULTS "char-beyond-unicode") uint32_t char_beyond_unicode(void) { return 0x110000; }
EXPORT(RESULTS "fourth-colour") uint32_t fourth_colour(void) { return 3; }

static const uint8_t third[8] = {2};

EXPORT(RESULTS "third-shape") const uint8_t *third_shape(void) { return third; }
EXPORT(RESULTS "third-result") const uint8_t *third_result(void) { return third; }
EXPORT(RESULTS "second-option") const uint8_t *second_option(void) { return third; }

static const guest_string *list_at(uint32_t at, uint32_t length) {
    static guest_string list;
    list = (guest_string){(const char *)at, length};
    return &list;
}

EXPORT(RESULTS "bad-utf8") const guest_string *bad_utf8(void) {
    static const char bytes[] = "fine until \xff";
    return list_at((uint32_t)bytes, sizeof bytes - 1);
}
EXPORT(RESULTS "as-string")
const guest_string *as_string(const char *at, uint32_t length) { return list_at((uint32_t)at, length); }
EMPTY_ARENA_AFTER(RESULTS "as-string", as_string)

EXPORT(RESULTS "string-beyond-memory")
const guest_string *string_beyond_memory(void) { return list_at(memory_end() + 8, 1); }
EXPORT(RESULTS "string-around-the-end")
const guest_string *string_around_the_end(void) { return list_at(0xfffffff0, 0x20); }
EXPORT(RESULTS "empty-string-at-the-end")
const guest_string *empty_string_at_the_end(void) { return list_at(memory_end(), 0); }
EXPORT(RESULTS "crooked-list") const guest_string *crooked_list(void) { return list_at(1025, 1); }
EXPORT(RESULTS "crooked-empty-list") const guest_string *crooked_empty_list(void) { return list_at(1025, 0); }
EXPORT(RESULTS "endless-list") const guest_string *endless_list(void) { return list_at(1024, 0x20000001); }
EXPORT(RESULTS "crooked-result") uint32_t crooked_result(void) { return 1026; }
EXPORT(RESULTS "result-beyond-memory") uint32_t result_beyond_memory(void) { return memory_end() - 4; }

// ---- The allocator ----

enum behaviour { GOOD, CROOKED, BEYOND, SHORT_OF, TRAP };
static uint32_t behaviour;

EXPORT("cabi_realloc")
void *cabi_realloc(void *old, size_t old_size, size_t align, size_t new_size) {
    switch (behaviour) {
        case CROOKED: return (char *)good_realloc(old, old_size, align, new_size + 1) + 1;
        case BEYOND: return (void *)(memory_end() + 64);
        case SHORT_OF: return (void *)(memory_end() - 8);
        case TRAP: __builtin_trap();
        default: return good_realloc(old, old_size, align, new_size);
    }
}

EXPORT(ALLOCATOR "behave") void behave(uint32_t how) { behaviour = how; }
EXPORT(ALLOCATOR "count") uint32_t count(const uint32_t *at, uint32_t length) { (void)at; return length; }
EXPORT("cabi_post_" ALLOCATOR "count") void count_post_return(uint32_t result) { (void)result; arena_empty(); }

// ---- Post-return ----

static const char text[] = "text";
static uint32_t seen;

EXPORT(POST_RETURNS "trap-after")
const guest_string *trap_after(void) { return list_at((uint32_t)text, sizeof text - 1); }
EXPORT("cabi_post_" POST_RETURNS "trap-after")
void trap_after_post_return(const void *result) { (void)result; __builtin_trap(); }

EXPORT(POST_RETURNS "seen") uint32_t post_returns_seen(void) { return seen; }
EXPORT(POST_RETURNS "counted")
const guest_string *counted(void) { return list_at((uint32_t)text, sizeof text - 1); }
EXPORT("cabi_post_" POST_RETURNS "counted")
void counted_post_return(const void *result) { (void)result; seen++; }
