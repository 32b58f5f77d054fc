// Resources of the guest's own: made, lent, given away and back, in lists and options,
// one inside another. A box's text is at most TEXT_ROOM bytes; what is longer is cut.

#include "guest.h"

#define BOXES "test:resources/boxes@1.0.0#"
#define MORE "test:resources/more-boxes@1.0.0#"

typedef uint32_t handle;
enum { MOST_BOXES = 20000, TEXT_ROOM = 24 };
typedef struct { bool used; uint8_t length; char text[TEXT_ROOM]; } box;
typedef struct { bool used; handle inner; } outer_box;

IMPORT("[export]test:resources/boxes@1.0.0", "[resource-new]box") extern handle box_handle(box *);
IMPORT("[export]test:resources/boxes@1.0.0", "[resource-rep]box") extern box *box_of(handle);
IMPORT("[export]test:resources/boxes@1.0.0", "[resource-drop]box") extern void box_drop(handle);
IMPORT("[export]test:resources/more-boxes@1.0.0", "[resource-new]box") extern handle outer_handle(outer_box *);
IMPORT("[export]test:resources/more-boxes@1.0.0", "[resource-rep]box") extern outer_box *outer_of(handle);
IMPORT("[export]test:resources/more-boxes@1.0.0", "[resource-drop]box") extern void outer_drop(handle);
IMPORT("test:resources/host@1.0.0", "ended") extern void host_ended(void);

static box boxes[MOST_BOXES];
static outer_box outers[MOST_BOXES];
static uint32_t alive;
static uint32_t search;

static void set(box *b, const char *text, uint32_t length) {
    b->length = (uint8_t)(length < TEXT_ROOM ? length : TEXT_ROOM);
    __builtin_memcpy(b->text, text, b->length);
}

static handle new_box(const char *text, uint32_t length) {
    for (uint32_t tried = 0; tried != MOST_BOXES; tried++) {
        box *b = &boxes[search++ % MOST_BOXES];
        if (b->used) continue;
        b->used = true;
        alive++;
        set(b, text, length);
        return box_handle(b);
    }
    __builtin_trap();
}

static const guest_string *text_of(const box *b) {
    static guest_string result;
    result = (guest_string){b->text, b->length};
    return &result;
}

// ---- boxes ----

typedef struct { uint8_t is_error; union { handle ok; uint8_t error; }; } new_result;

EXPORT(BOXES "[constructor]box")
const new_result *box_new(const char *text, uint32_t length) {
    static new_result result;
    result.is_error = length == 0;
    if (length == 0) result.error = 0;
    else result.ok = new_box(text, length);
    return &result;
}
EMPTY_ARENA_AFTER(BOXES "[constructor]box", box_new)

EXPORT(BOXES "[method]box.text") const guest_string *box_text(const box *b) { return text_of(b); }

EXPORT(BOXES "[method]box.set-text")
void box_set_text(box *b, const char *text, uint32_t length) { set(b, text, length); arena_empty(); }

EXPORT(BOXES "[static]box.join")
handle box_join(handle one, handle other) {
    char text[2 * TEXT_ROOM];
    const box *a = box_of(one), *b = box_of(other);
    uint32_t a_length = a->length, length = a_length + b->length;
    __builtin_memcpy(text, a->text, a_length);
    __builtin_memcpy(text + a_length, b->text, b->length);
    box_drop(one);
    box_drop(other);
    return new_box(text, length);
}

EXPORT(BOXES "[static]box.pass") handle box_pass(handle it) { return it; }

EXPORT(BOXES "alive") uint32_t boxes_alive(void) { return alive; }

EXPORT(BOXES "total")
uint32_t boxes_total(box *const *lent, uint32_t count) {
    uint32_t total = 0;
    for (uint32_t i = 0; i != count; i++) total += lent[i]->length;
    arena_empty();
    return total;
}

static const guest_string *list_of(const handle *at, uint32_t count) {
    static guest_string result;
    result = (guest_string){(const char *)at, count};
    return &result;
}

EXPORT(BOXES "echo") const guest_string *boxes_echo(const handle *at, uint32_t count) { return list_of(at, count); }
EMPTY_ARENA_AFTER(BOXES "echo", boxes_echo)

EXPORT(BOXES "echo-option")
const uint32_t *boxes_echo_option(uint32_t some, handle it) {
    static uint32_t result[2];
    result[0] = some, result[1] = it;
    return result;
}

EXPORT(BOXES "fill")
const guest_string *boxes_fill(uint32_t count) {
    handle *made = arena_allocate(count * (uint64_t)sizeof(handle));
    if (made == NULL) __builtin_trap();
    for (uint32_t i = 0; i != count; i++) made[i] = new_box("box", 3);
    return list_of(made, count);
}
EMPTY_ARENA_AFTER(BOXES "fill", boxes_fill)

EXPORT(BOXES "bad-handle") handle bad_handle(void) { return 123456; }

enum ending { QUIETLY, MAKING_ANOTHER, TRAPPING, TELLING };
static uint32_t ending;

EXPORT(BOXES "end") void boxes_end(uint32_t how) { ending = how; }

EXPORT(BOXES "[dtor]box")
void box_end(box *b) {
    b->used = false;
    alive--;
    if (ending == MAKING_ANOTHER) new_box("another", 7);
    if (ending == TRAPPING) __builtin_trap();
    if (ending == TELLING) host_ended();
}

// ---- more-boxes ----

EXPORT(MORE "[constructor]box")
handle outer_new(handle inner) {
    for (outer_box *o = outers; o != outers + MOST_BOXES; o++) {
        if (o->used) continue;
        *o = (outer_box){true, inner};
        return outer_handle(o);
    }
    __builtin_trap();
}

EXPORT(MORE "[method]box.text") const guest_string *outer_text(const outer_box *o) { return text_of(box_of(o->inner)); }

EXPORT(MORE "[static]box.open")
handle outer_open(handle outer) {
    outer_box *o = outer_of(outer);
    handle inner = o->inner;
    o->inner = 0;
    outer_drop(outer);
    return inner;
}

EXPORT(MORE "[dtor]box")
void outer_end(outer_box *o) {
    o->used = false;
    if (o->inner != 0) box_drop(o->inner);
}
