// Returns a greeting, and passes it to a function of the host.

#include "guest.h"

IMPORT("local:hello/host@1.0.0", "log")
extern void host_log(const char *message, uint32_t length);

static const char before[] = "Hello, ", after[] = "!";

EXPORT("greet")
const guest_string *greet(const char *name, uint32_t length) {
    static guest_string greeting;
    enum { BEFORE = sizeof before - 1, AFTER = sizeof after - 1 };
    char *text = arena_allocate((uint64_t)BEFORE + length + AFTER);
    if (text == NULL) __builtin_trap();
    __builtin_memcpy(text, before, BEFORE);
    __builtin_memcpy(text + BEFORE, name, length);
    __builtin_memcpy(text + BEFORE + length, after, AFTER);
    greeting = (guest_string){text, BEFORE + length + AFTER};
    host_log(greeting.at, greeting.length);
    return &greeting;
}

EMPTY_ARENA_AFTER("greet", greet)
