// Answers what it was given, for every type of value. Structs are laid out as the
// Canonical ABI lays the values out in memory; parameters are flat, as it flattens them.

#include "guest.h"

#define ECHO "test:values/echo@1.0.0#"
#define STATE "test:values/state@1.0.0#"

static uint32_t post_returns;

#define POST(name, function)                                                           \
    EXPORT("cabi_post_" ECHO name) void function##_post_return(const void *result) {   \
        (void)result;                                                                  \
        post_returns++;                                                                \
        arena_empty();                                                                 \
    }

// ---- One slot in, one slot out ----

#define ONE(name, function, type) EXPORT(ECHO name) type function(type x) { return x; }

ONE("echo-bool", echo_bool, uint32_t)
ONE("echo-u8", echo_u8, uint32_t)
ONE("echo-s8", echo_s8, int32_t)
ONE("echo-u16", echo_u16, uint32_t)
ONE("echo-s16", echo_s16, int32_t)
ONE("echo-u32", echo_u32, uint32_t)
ONE("echo-s32", echo_s32, int32_t)
ONE("echo-u64", echo_u64, uint64_t)
ONE("echo-s64", echo_s64, int64_t)
ONE("echo-f32", echo_f32, float)
ONE("echo-f64", echo_f64, double)
ONE("echo-char", echo_char, uint32_t)
ONE("echo-colour", echo_colour, uint32_t)
ONE("echo-three", echo_three, uint32_t)
ONE("echo-nine", echo_nine, uint32_t)
ONE("echo-thirty-two", echo_thirty_two, uint32_t)
ONE("echo-empty", echo_empty, uint32_t)

// ---- Lists and strings: what they hold stays where the caller put it ----

static guest_string list;

#define LIST(name, function)                                                           \
    EXPORT(ECHO name) const guest_string *function(const char *at, uint32_t length) {  \
        list = (guest_string){at, length};                                             \
        return &list;                                                                  \
    }                                                                                  \
    POST(name, function)

LIST("echo-string", echo_string)
LIST("echo-bools", echo_bools)
LIST("echo-u8s", echo_u8s)
LIST("echo-s8s", echo_s8s)
LIST("echo-u16s", echo_u16s)
LIST("echo-s16s", echo_s16s)
LIST("echo-u32s", echo_u32s)
LIST("echo-s32s", echo_s32s)
LIST("echo-u64s", echo_u64s)
LIST("echo-s64s", echo_s64s)
LIST("echo-f32s", echo_f32s)
LIST("echo-f64s", echo_f64s)
LIST("echo-chars", echo_chars)
LIST("echo-strings", echo_strings)
LIST("echo-people", echo_people)
LIST("echo-shapes", echo_shapes)
LIST("echo-deep", echo_deep)
LIST("echo-map", echo_map)

// ---- Several slots ----

typedef struct { float x; double y; } point;

EXPORT(ECHO "echo-point")
const point *echo_point(float x, double y) {
    static point result;
    result = (point){x, y};
    return &result;
}

typedef struct { uint8_t a; guest_string b; double c; } tuple;

EXPORT(ECHO "echo-tuple")
const tuple *echo_tuple(uint32_t a, const char *at, uint32_t length, double c) {
    static tuple result;
    result = (tuple){(uint8_t)a, {at, length}, c};
    return &result;
}
POST("echo-tuple", echo_tuple)

typedef struct {
    guest_string name;
    struct { uint8_t some, age; } age;
    guest_string homes;
} person;

EXPORT(ECHO "echo-person")
const person *echo_person(const char *name, uint32_t name_length, uint32_t some, uint32_t age,
                          const char *homes, uint32_t home_count) {
    static person result;
    result = (person){{name, name_length}, {(uint8_t)some, (uint8_t)age}, {homes, home_count}};
    return &result;
}
POST("echo-person", echo_person)

typedef struct {
    uint8_t tag;
    union { float circle; uint64_t serial; guest_string label; point corner; };
} shape;

enum { NOTHING, CIRCLE, SERIAL, LABEL, CORNER };

static float float_of(uint64_t slot) {
    union { uint32_t bits; float value; } x = {.bits = (uint32_t)slot};
    return x.value;
}

static double double_of(uint64_t slot) {
    union { uint64_t bits; double value; } x = {.bits = slot};
    return x.value;
}

// Slot 1 joins f32, u64, a pointer and f32; slot 2 a length and f64.
EXPORT(ECHO "echo-shape")
const shape *echo_shape(uint32_t tag, uint64_t slot1, uint64_t slot2) {
    static shape result;
    result.tag = (uint8_t)tag;
    switch (tag) {
        case CIRCLE: result.circle = float_of(slot1); break;
        case SERIAL: result.serial = slot1; break;
        case LABEL: result.label = (guest_string){(const char *)(uint32_t)slot1, (uint32_t)slot2}; break;
        case CORNER: result.corner = (point){float_of(slot1), double_of(slot2)}; break;
        default: break;
    }
    return &result;
}
POST("echo-shape", echo_shape)

typedef struct { uint8_t some; uint32_t value; } option;

EXPORT(ECHO "echo-option")
const option *echo_option(uint32_t some, uint32_t value) {
    static option result;
    result = (option){(uint8_t)some, value};
    return &result;
}

typedef struct { uint8_t some; struct { uint8_t some; guest_string value; } inner; } options;

EXPORT(ECHO "echo-options")
const options *echo_options(uint32_t outer, uint32_t inner, const char *at, uint32_t length) {
    static options result;
    result = (options){(uint8_t)outer, {(uint8_t)inner, {at, length}}};
    return &result;
}
POST("echo-options", echo_options)

EXPORT(ECHO "echo-four")
const uint8_t *echo_four(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    static uint8_t result[4];
    result[0] = (uint8_t)a, result[1] = (uint8_t)b, result[2] = (uint8_t)c, result[3] = (uint8_t)d;
    return result;
}

// ---- Results ----

typedef struct {
    uint8_t some;
    struct { uint8_t is_error; union { uint32_t ok; guest_string error; }; } result;
} optional_result;

EXPORT(ECHO "echo-result")
const optional_result *echo_result(uint32_t is_error, uint32_t value, uint32_t length) {
    static optional_result result;
    result.some = 1;
    result.result.is_error = (uint8_t)is_error;
    if (is_error) result.result.error = (guest_string){(const char *)value, length};
    else result.result.ok = value;
    return &result;
}
POST("echo-result", echo_result)

typedef struct { uint8_t is_error; guest_string ok; } string_or_error;

EXPORT(ECHO "echo-ok")
const string_or_error *echo_ok(uint32_t is_error, const char *at, uint32_t length) {
    static string_or_error result;
    result = (string_or_error){(uint8_t)is_error, {at, length}};
    return &result;
}
POST("echo-ok", echo_ok)

EXPORT(ECHO "echo-err")
const uint8_t *echo_err(uint32_t is_error, uint32_t colour) {
    static uint8_t result[2];
    result[0] = (uint8_t)is_error, result[1] = (uint8_t)colour;
    return result;
}

// ---- More slots than fit ----

typedef struct {
    uint8_t a; uint16_t b; uint32_t c; uint64_t d; int8_t e; int16_t f; int32_t g; int64_t h;
    float i; double j; uint8_t k; uint32_t l; uint8_t m, n, o; guest_string p;
} seventeen;

EXPORT(ECHO "echo-seventeen") const seventeen *echo_seventeen(const seventeen *x) { return x; }
POST("echo-seventeen", echo_seventeen)

typedef struct {
    uint8_t a; uint16_t b; uint32_t c; uint64_t d; int8_t e; int16_t f; int32_t g; int64_t h;
    float i; double j; uint8_t more[7];
} seventeen_parameters;

EXPORT(ECHO "add-seventeen")
double add_seventeen(const seventeen_parameters *x) {
    double sum = (double)x->a + x->b + x->c + (double)x->d + x->e + x->f + x->g + (double)x->h + (double)x->i + x->j;
    for (int32_t k = 0; k != 7; k++) sum += x->more[k];
    return sum;
}
EXPORT("cabi_post_" ECHO "add-seventeen") void add_seventeen_post_return(double result) {
    (void)result;
    post_returns++;
    arena_empty();
}

EXPORT(ECHO "nothing") void nothing(void) {}

// ---- State ----

EXPORT(STATE "post-returns") uint32_t state_post_returns(void) { return post_returns; }
EXPORT(STATE "pages") uint32_t state_pages(void) { return __builtin_wasm_memory_size(0); }
