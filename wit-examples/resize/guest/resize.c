// Scales pictures: the guest of this example, in C without libc.
//
// Both axes work alike. For each pixel of the scaled axis, a filter holds the source pixels
// that contribute, with their weights: areas if the axis becomes shorter, a Catmull-Rom
// curve if it becomes longer. First each row is scaled across, once, into a ring of the
// last few rows. Then a row of the result is the weighted sum of those. So the only large
// things in memory are the two pictures.
//
// All arithmetic on pixels is 32-bit fixed point. Weights have WEIGHT_BITS bits and add up
// to exactly WEIGHT_ONE, so a picture of one colour keeps that colour. In between, a channel
// is colour × alpha, 0 … 255 × 255. A sum of such products is at most 255 × 255 × WEIGHT_ONE
// × 1.25 (the curve has weights below 0 and therefore above 1), which fits 31 bits.
//
// Loops count with signed integers and end on !=, because some JVMs in use miscompile
// unsigned comparisons in very hot loops.

#include "guest.h"

enum {
    WEIGHT_BITS = 14,
    WEIGHT_ONE = 1 << WEIGHT_BITS,
    CURVE_TAPS = 4,
    RING_ROWS = 4,              // at least CURVE_TAPS; also how many rows are added at once
    FULL = 255 * 255,           // the alpha of an opaque pixel, and the colours of a white one
    LIST_BYTES = (1 << 28) - 1  // the longest list that the Canonical ABI allows
};

enum resize_error { EMPTY_TARGET, TOO_LARGE, BAD_IMAGE };

typedef struct { uint32_t width, height; const uint8_t *pixels; uint32_t length; } image;

typedef struct {
    uint8_t is_error;
    union { image ok; uint8_t error; };
} resize_result;

// The source of a pixel of the scaled axis: `count` weights of the filter, for the source
// pixels from `first` on. An additional weight of 0 makes an odd count even.
typedef struct { int32_t first, count; const int16_t *weights; } span;

typedef struct { int32_t size; span *spans; } filter;

// Two neighbours that are read at once, of any alignment and any written type.
typedef uint64_t pair_of_pixels __attribute__((may_alias, aligned(1)));
typedef int32_t pair_of_weights __attribute__((may_alias, aligned(1)));

// Four channels of 16 bits: red lowest, alpha highest, colours multiplied by alpha.
typedef uint64_t deep_pixel;

// ---- Filters ----

static int32_t rounded_share(uint64_t part, uint64_t whole) {
    return (int32_t)((part * WEIGHT_ONE + whole / 2) / whole);
}

// The unit is a part: a source pixel has `to` parts, a scaled pixel has `from` parts, and
// scaled pixel i covers the parts from i × from on. Weights are differences of rounded
// running sums: each has an error of less than one unit, and their sum is exact.
static int32_t area_weights(span *s, int16_t *weights, uint64_t from, uint64_t to, uint64_t i) {
    uint64_t start = i * from, end = start + from, first = start / to;
    uint64_t covered = 0;
    int32_t given = 0, count = 0;
    for (uint64_t edge = (first + 1) * to; covered < from; edge += to) {
        covered = (edge < end ? edge : end) - start;
        int32_t share = rounded_share(covered, from);
        weights[count++] = (int16_t)(share - given);
        given = share;
    }
    if (count & 1) weights[count] = 0;
    *s = (span){(int32_t)first, count, weights};
    return count + (count & 1);
}

// The cubic through four points, at t in 0 … 1 between the middle two.
static void curve_at(double t, double w[CURVE_TAPS]) {
    w[0] = 0.5 * t * (t * (2.0 - t) - 1.0);
    w[1] = 0.5 * (t * t * (3.0 * t - 5.0) + 2.0);
    w[2] = 0.5 * t * (t * (4.0 - 3.0 * t) + 1.0);
    w[3] = 0.5 * t * t * (t - 1.0);
}

// The middle of scaled pixel i, in source pixels, lies t after the middle of pixel `base`.
// Weights for pixels beyond an edge are added to the pixel at that edge.
static int32_t curve_weights(span *s, int16_t *weights, int64_t from, int64_t to, int64_t i) {
    int64_t twice = (2 * i + 1) * from - to + 2 * to;  // kept positive by one pixel
    int64_t base = twice / (2 * to) - 1;
    double w[CURVE_TAPS], t = (double)(twice % (2 * to)) / (double)(2 * to);
    curve_at(t, w);
    int64_t first = base - 1 < 0 ? 0 : base - 1;
    int64_t last = base + 2 > from - 1 ? from - 1 : base + 2;
    int32_t given = 0, heaviest = 0;
    for (int64_t k = 0; k < CURVE_TAPS; k++) weights[k] = 0;
    for (int64_t k = 0; k < CURVE_TAPS; k++) {
        int64_t at = base - 1 + k;
        at = at < first ? first : at > last ? last : at;
        int32_t share = (int32_t)__builtin_floor(w[k] * WEIGHT_ONE + 0.5);
        weights[at - first] = (int16_t)(weights[at - first] + share);
        given += share;
        if (weights[at - first] > weights[heaviest]) heaviest = (int32_t)(at - first);
    }
    weights[heaviest] = (int16_t)(weights[heaviest] + WEIGHT_ONE - given);
    *s = (span){(int32_t)first, (int32_t)(last - first + 1), weights};
    return CURVE_TAPS;
}

static bool make_filter(filter *f, uint32_t from, uint32_t to) {
    bool smaller = to <= from;
    uint64_t most = smaller ? (uint64_t)from + 3 * (uint64_t)to : CURVE_TAPS * (uint64_t)to;
    span *spans = arena_allocate(to * (uint64_t)sizeof(span));
    int16_t *weights = arena_allocate(most * sizeof(int16_t));
    if (spans == NULL || weights == NULL) return false;
    *f = (filter){(int32_t)to, spans};
    for (uint32_t i = 0; i != to; i++)
        weights += smaller ? area_weights(&spans[i], weights, from, to, i)
                           : curve_weights(&spans[i], weights, from, to, i);
    return true;
}

// ---- Pixels ----

static inline int32_t clamp(int32_t value, int32_t most) {
    return value < 0 ? 0 : value > most ? most : value;
}

static inline int32_t unweighted(int32_t sum) { return (sum + WEIGHT_ONE / 2) >> WEIGHT_BITS; }

static inline deep_pixel pack(int32_t r, int32_t g, int32_t b, int32_t a) {
    return (uint64_t)(uint32_t)(r | g << 16) | (uint64_t)(uint32_t)(b | a << 16) << 32;
}

static inline int32_t channel(deep_pixel p, int32_t index) {
    return (int32_t)(p >> (16 * index)) & 0xffff;
}

// Returns the pixel of a sum; colours are at most alpha.
static inline deep_pixel settled(int32_t r, int32_t g, int32_t b, int32_t a) {
    r = unweighted(r), g = unweighted(g), b = unweighted(b), a = unweighted(a);
    bool outside = (r | g | b | (a - r) | (a - g) | (a - b) | (FULL - a)) < 0;
    if (outside) {
        a = clamp(a, FULL);
        r = clamp(r, a), g = clamp(g, a), b = clamp(b, a);
    }
    return pack(r, g, b, a);
}

// Divides by 255 and rounds. The argument is at most FULL.
static inline uint32_t by_255(int32_t x) { return ((uint32_t)x + 127) * 0x8081u >> 23; }

// Returns the bytes of four channels, with the colours divided by alpha.
static inline uint32_t shallow(deep_pixel p) {
    int32_t r = channel(p, 0), g = channel(p, 1), b = channel(p, 2), a = channel(p, 3);
    if (a == 0) return 0;
    if (a == FULL) return by_255(r) | by_255(g) << 8 | by_255(b) << 16 | 0xff000000u;
    int32_t half = a / 2;
    return (uint32_t)((r * 255 + half) / a) | (uint32_t)((g * 255 + half) / a) << 8
         | (uint32_t)((b * 255 + half) / a) << 16 | (uint32_t)((a + 127) / 255) << 24;
}

// ---- The two passes ----

// Scales one row across. Pixels and weights are read in pairs, because memory reads are the
// main cost on a JVM. The partner of an odd one, which may be past the row, has weight 0.
__attribute__((noinline))
static void across(deep_pixel *to, const uint32_t *row, const filter *f) {
    const span *s = f->spans;
    for (deep_pixel *end = to + f->size; to != end; to++, s++) {
        int32_t r = 0, g = 0, b = 0, a = 0;
        const uint32_t *from = row + s->first;
        const int16_t *weight = s->weights;
        for (const int16_t *last = weight + s->count; weight < last; weight += 2, from += 2) {
            uint64_t pixels = *(const pair_of_pixels *)from;
            int32_t weights = *(const pair_of_weights *)weight;
            int32_t p = (int32_t)pixels, v = (int16_t)weights * (int32_t)((uint32_t)p >> 24);
            int32_t q = (int32_t)(pixels >> 32), w = (weights >> 16) * (int32_t)((uint32_t)q >> 24);
            r += (p & 255) * v + (q & 255) * w;
            g += (p >> 8 & 255) * v + (q >> 8 & 255) * w;
            b += (p >> 16 & 255) * v + (q >> 16 & 255) * w;
            a += v + w;
        }
        *to = settled(r, g, b, a * 255);
    }
}

// A row of sums, not yet divided: two numbers a pixel, each of two 32-bit sums.
typedef uint64_t sum_pair;

static inline sum_pair both(int32_t low, int32_t high) {
    return (uint32_t)low | (uint64_t)(uint32_t)high << 32;
}
static inline int32_t low(sum_pair p) { return (int32_t)p; }
static inline int32_t high(sum_pair p) { return (int32_t)(p >> 32); }

// A batch of rows to add: RING_ROWS rows with their weights (a row of weight 0 may be any
// row), the sums of earlier batches, and the target of the pixels.
typedef struct {
    const deep_pixel *rows[RING_ROWS];
    int32_t weights[RING_ROWS];
    int32_t width;
    sum_pair *sums;
    uint32_t *to;
} batch;

#define SUM(index) (channel(a, index) * w0 + channel(b, index) * w1 \
                  + channel(c, index) * w2 + channel(d, index) * w3)

// Adds a batch of rows to the sums of earlier batches, if there are any. Writes sums if
// more batches follow, and pixels if not.
__attribute__((always_inline))
static inline void add_rows(const batch *rows, bool earlier, bool later) {
    const deep_pixel *p0 = rows->rows[0], *p1 = rows->rows[1], *p2 = rows->rows[2], *p3 = rows->rows[3];
    const int32_t w0 = rows->weights[0], w1 = rows->weights[1], w2 = rows->weights[2], w3 = rows->weights[3];
    sum_pair *sums = rows->sums;
    uint32_t *to = rows->to;
    for (uint32_t *end = to + rows->width; to != end; to++, sums += 2) {
        deep_pixel a = *p0++, b = *p1++, c = *p2++, d = *p3++;
        int32_t red = SUM(0), green = SUM(1), blue = SUM(2), alpha = SUM(3);
        if (earlier) {
            red += low(sums[0]), green += high(sums[0]);
            blue += low(sums[1]), alpha += high(sums[1]);
        }
        if (later) sums[0] = both(red, green), sums[1] = both(blue, alpha);
        else *to = shallow(settled(red, green, blue, alpha));
    }
}

// Four functions, so that no loop has a condition that it does not need.
__attribute__((noinline)) static void add_only_rows(const batch *rows) { add_rows(rows, false, false); }
__attribute__((noinline)) static void add_first_rows(const batch *rows) { add_rows(rows, false, true); }
__attribute__((noinline)) static void add_more_rows(const batch *rows) { add_rows(rows, true, true); }
__attribute__((noinline)) static void add_last_rows(const batch *rows) { add_rows(rows, true, false); }

// The source's rows, scaled across, each at its first use. Rows are used in order. A row is
// not used again after RING_ROWS later ones.
typedef struct {
    const uint32_t *pixels;
    int32_t width, next;
    const filter *filter;
    deep_pixel *rows[RING_ROWS];
} ring;

static deep_pixel *scaled_row(ring *r, int32_t y) {
    for (; r->next <= y; r->next++)
        across(r->rows[r->next % RING_ROWS], r->pixels + (size_t)r->next * r->width, r->filter);
    return r->rows[y % RING_ROWS];
}

static void down(uint32_t *to, ring *source, sum_pair *sums, const filter *f) {
    batch rows = {.width = source->filter->size, .sums = sums, .to = to};
    for (const span *s = f->spans, *end = s + f->size; s != end; s++, rows.to += rows.width) {
        for (int32_t k = 0; k < s->count; k += RING_ROWS) {
            for (int32_t j = 0; j != RING_ROWS; j++) {
                bool there = k + j < s->count;
                rows.weights[j] = there ? s->weights[k + j] : 0;
                rows.rows[j] = there ? scaled_row(source, s->first + k + j) : rows.rows[0];
            }
            bool later = k + RING_ROWS < s->count;
            if (k == 0) (later ? add_first_rows : add_only_rows)(&rows);
            else (later ? add_more_rows : add_last_rows)(&rows);
        }
    }
}

static uint32_t *scale(const image *from, uint32_t width, uint32_t height) {
    filter x, y;
    if (!make_filter(&x, from->width, width) || !make_filter(&y, from->height, height)) return NULL;
    ring source = {.pixels = (const uint32_t *)from->pixels, .width = (int32_t)from->width, .filter = &x};
    for (int32_t j = 0; j != RING_ROWS; j++) {
        source.rows[j] = arena_allocate(width * (uint64_t)sizeof(deep_pixel));
        if (source.rows[j] == NULL) return NULL;
    }
    sum_pair *sums = arena_allocate(width * (uint64_t)(2 * sizeof(sum_pair)));
    uint32_t *to = arena_allocate((uint64_t)width * height * 4);
    if (sums == NULL || to == NULL) return NULL;
    down(to, &source, sums, &y);
    return to;
}

// ---- The export ----

static resize_result result;

static resize_result *failed(enum resize_error error) {
    result.is_error = 1;
    result.error = (uint8_t)error;
    return &result;
}

EXPORT("local:img/resize@1.0.0#resize-image")
resize_result *resize_image(uint32_t from_width, uint32_t from_height, const uint8_t *pixels,
                            uint32_t length, uint32_t width, uint32_t height) {
    image from = {from_width, from_height, pixels, length};
    uint64_t from_pixels = (uint64_t)from_width * from_height, to_pixels = (uint64_t)width * height;
    if (to_pixels == 0) return failed(EMPTY_TARGET);
    if (from_pixels == 0 || from_pixels > LIST_BYTES / 4) return failed(BAD_IMAGE);
    if (from_pixels * 4 != length) return failed(BAD_IMAGE);
    if (to_pixels > LIST_BYTES / 4) return failed(TOO_LARGE);
    bool same = width == from_width && height == from_height;
    const uint8_t *to = same ? pixels : (const uint8_t *)scale(&from, width, height);
    if (to == NULL) return failed(TOO_LARGE);
    result.is_error = 0;
    result.ok = (image){width, height, to, (uint32_t)to_pixels * 4};
    return &result;
}

EMPTY_ARENA_AFTER("local:img/resize@1.0.0#resize-image", resize_image)
