// Support for a component's guest in C without libc: names for imports and exports, and
// memory for arguments and results.
//
// Memory is one arena that grows upwards from the end of the module's data. The caller of
// an export first allocates the arguments in it (cabi_realloc). The export allocates its
// result after them. When the caller has read the result, it calls the export's
// post-return function, which empties the arena. So nothing is freed separately, and the
// memory is never larger than the largest call needs.
//
// Include this file in exactly one source file, because it defines cabi_realloc. To use
// another allocator, define GUEST_REALLOC as the name of the function to define instead.

#ifndef GUEST_H
#define GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

// Defines the post-return function of an export whose result lies in the arena.
#define EMPTY_ARENA_AFTER(name, function)                                              \
    EXPORT("cabi_post_" name) void function##_post_return(const void *result) {        \
        (void)result;                                                                  \
        arena_empty();                                                                 \
    }

typedef struct { const char *at; uint32_t length; } guest_string;

enum { ARENA_ALIGN = 16, PAGE = 65536, GROWTH_PAGES = 64 };

extern unsigned char __heap_base;  // the linker's: the first byte after stack and data

static uint32_t arena_top;   // the next free byte; 0 before the first allocation
static uint32_t arena_last;  // the newest block, which realloc can extend in place

static uint32_t arena_start(void) {
    return ((uint32_t)&__heap_base + ARENA_ALIGN - 1) & ~(uint32_t)(ARENA_ALIGN - 1);
}

static inline void arena_empty(void) { arena_top = arena_last = arena_start(); }

static bool memory_reaches(uint64_t end) {
    uint64_t size = (uint64_t)__builtin_wasm_memory_size(0) * PAGE;
    if (end <= size) return true;
    uint64_t missing = (end - size + PAGE - 1) / PAGE;
    if (missing > PAGE) return false;
    uint64_t roomy = missing < GROWTH_PAGES ? GROWTH_PAGES : missing;
    return __builtin_wasm_memory_grow(0, roomy) != (size_t)-1
        || __builtin_wasm_memory_grow(0, missing) != (size_t)-1;
}

// Returns new bytes with the largest alignment, or NULL if the memory is full.
static void *arena_allocate(uint64_t bytes) {
    if (arena_top == 0) arena_empty();
    uint64_t end = (arena_top + bytes + ARENA_ALIGN - 1) & ~(uint64_t)(ARENA_ALIGN - 1);
    if (end > 0xffff0000u || !memory_reaches(end)) return NULL;
    arena_last = arena_top;
    arena_top = (uint32_t)end;
    return (void *)arena_last;
}

// The Canonical ABI's allocator. It traps if the memory is full, as the ABI requires.
#ifdef GUEST_REALLOC
static void *GUEST_REALLOC(
#else
EXPORT("cabi_realloc")
void *cabi_realloc(
#endif
    void *old, size_t old_size, size_t align, size_t new_size) {
    (void)align;
    bool youngest = old != NULL && (uint32_t)old == arena_last;
    if (youngest) arena_top = arena_last;
    else if (old != NULL && new_size <= old_size) return old;
    void *fresh = arena_allocate(new_size);
    if (fresh == NULL) __builtin_trap();
    if (old != NULL && !youngest) __builtin_memcpy(fresh, old, old_size);
    return fresh;
}

#endif
