// A resource: counters live in the guest, and the host holds handles to them.
//
// The representation of a handle is the counter's address. A method and a borrow get that
// address. An owned one arrives as a handle, which the guest must drop after use; the drop
// calls the destructor. Sums wrap at 2⁶⁴, as u64 does in C.

#include "guest.h"

typedef struct counter { uint64_t value; struct counter *next_free; } counter;
typedef uint32_t handle;

#define RESOURCE "[export]local:counter/counters@1.0.0"
#define COUNTERS "local:counter/counters@1.0.0#"

IMPORT(RESOURCE, "[resource-new]counter") extern handle counter_handle(counter *);
IMPORT(RESOURCE, "[resource-rep]counter") extern counter *counter_of(handle);
IMPORT(RESOURCE, "[resource-drop]counter") extern void counter_drop(handle);

static counter *free_counters;

static handle new_counter(uint64_t start) {
    counter *c = free_counters;
    if (c != NULL) free_counters = c->next_free;
    else c = arena_allocate(sizeof *c);
    if (c == NULL) __builtin_trap();
    c->value = start;
    return counter_handle(c);
}

EXPORT(COUNTERS "[dtor]counter")
void counter_end(counter *c) {
    c->next_free = free_counters;
    free_counters = c;
}

EXPORT(COUNTERS "[constructor]counter")
handle counter_new(uint64_t start) { return new_counter(start); }

EXPORT(COUNTERS "[method]counter.increment")
uint64_t counter_increment(counter *c, uint32_t by) { return c->value += by; }

EXPORT(COUNTERS "[method]counter.value")
uint64_t counter_value(const counter *c) { return c->value; }

EXPORT(COUNTERS "[static]counter.merge")
handle counter_merge(handle one, handle other) {
    handle merged = new_counter(counter_of(one)->value + counter_of(other)->value);
    counter_drop(one);
    counter_drop(other);
    return merged;
}

EXPORT(COUNTERS "sum")
uint64_t counter_sum(const counter *one, const counter *other) { return one->value + other->value; }
