// The kernels of `bin/bench kernels`: each does some work of a size and returns a checksum of it.
// Without a libc, so that every peer runs the same code. With -DNATIVE a program that reads
// "name size" line by line and prints the checksum and the nanoseconds of the processor that the kernel took.

#include <stdint.h>
#include <stddef.h>

#ifdef NATIVE
#define KERNEL(name) static int32_t name(int32_t n)
#else
#define KERNEL(name) __attribute__((export_name(#name))) int32_t name(int32_t n)
#endif
#define APART __attribute__((noinline))

static uint8_t bytes[1 << 22];
static int32_t numbers[1 << 18];

static uint32_t seed;

static uint32_t next(void) {
  seed = seed * 1664525u + 1013904223u;
  return seed >> 8;
}

// Recursive calls

static APART int32_t fibonacci(int32_t n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

KERNEL(fib) { return fibonacci(n); }

// Floating point in registers

KERNEL(mandelbrot) {
  int32_t inside = 0;
  for (int32_t y = 0; y < n; y++) {
    for (int32_t x = 0; x < n; x++) {
      double cr = 3.0 * x / n - 2.25, ci = 3.0 * y / n - 1.5, r = 0, i = 0;
      int32_t turns = 0;
      while (turns < 100 && r * r + i * i < 4) {
        double t = r * r - i * i + cr;
        i = 2 * r * i + ci;
        r = t;
        turns++;
      }
      inside += turns;
    }
  }
  return inside;
}

// A table and a byte a turn

static uint32_t crc_table[256];

KERNEL(crc32) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t c = i;
    for (int k = 0; k < 8; k++) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
    crc_table[i] = c;
  }
  uint32_t crc = ~0u;
  for (int32_t i = 0; i < n; i++) crc = crc_table[(crc ^ bytes[i & 0x3FFFFF]) & 255] ^ (crc >> 8);
  return (int32_t)~crc;
}

// Sorting

static void fill_numbers(int32_t n) {
  seed = 42;
  for (int32_t i = 0; i < n; i++) numbers[i] = (int32_t)(next() << 4);
}

static int32_t sum_in_order(int32_t n) {
  uint32_t sum = 0;
  for (int32_t i = 0; i < n; i++) sum = sum * 31 + (uint32_t)numbers[i];
  return (int32_t)sum;
}

static APART void sort(int32_t *from, int32_t *to) {
  while (to - from > 1) {
    int32_t pivot = from[(to - from) / 2], *l = from, *r = to - 1;
    while (l <= r) {
      while (*l < pivot) l++;
      while (*r > pivot) r--;
      if (l <= r) {
        int32_t t = *l;
        *l++ = *r;
        *r-- = t;
      }
    }
    sort(from, r + 1);
    from = l;
  }
}

KERNEL(quicksort) {
  fill_numbers(n);
  sort(numbers, numbers + n);
  return sum_in_order(n);
}

static APART int ascending(const int32_t *a, const int32_t *b) { return (*a > *b) - (*a < *b); }
static APART int descending(const int32_t *a, const int32_t *b) { return (*a < *b) - (*a > *b); }

typedef int (*order)(const int32_t *, const int32_t *);

static APART void sort_by(int32_t *from, int32_t *to, order compare) {
  while (to - from > 1) {
    int32_t pivot = from[(to - from) / 2], *l = from, *r = to - 1;
    while (l <= r) {
      while (compare(l, &pivot) < 0) l++;
      while (compare(r, &pivot) > 0) r--;
      if (l <= r) {
        int32_t t = *l;
        *l++ = *r;
        *r-- = t;
      }
    }
    sort_by(from, r + 1, compare);
    from = l;
  }
}

KERNEL(quicksort_by) {
  order orders[2] = {ascending, descending};
  fill_numbers(n);
  sort_by(numbers, numbers + n, orders[n & 1]);
  return sum_in_order(n);
}

// An image made smaller: the mean of the pixels that one covers

KERNEL(resize) {
  int32_t w = n, h = n, tw = n / 3, th = n / 3;
  uint8_t *target = bytes + w * h * 4;
  for (int32_t i = 0; i < w * h * 4; i++) bytes[i] = (uint8_t)(i * 7);
  for (int32_t y = 0; y < th; y++) {
    for (int32_t x = 0; x < tw; x++) {
      uint32_t sum[4] = {0, 0, 0, 0};
      for (int32_t dy = 0; dy < 3; dy++)
        for (int32_t dx = 0; dx < 3; dx++)
          for (int32_t c = 0; c < 4; c++) sum[c] += bytes[((3 * y + dy) * w + 3 * x + dx) * 4 + c];
      for (int32_t c = 0; c < 4; c++) target[(y * tw + x) * 4 + c] = (uint8_t)(sum[c] / 9);
    }
  }
  uint32_t check = 0;
  for (int32_t i = 0; i < tw * th * 4; i++) check = check * 31 + target[i];
  return (int32_t)check;
}

// SHA-256

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotated(uint32_t x, int by) { return x >> by | x << (32 - by); }

static APART void sha_block(uint32_t *state, const uint8_t *p) {
  uint32_t w[64], s[8];
  for (int i = 0; i < 16; i++) w[i] = (uint32_t)p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
  for (int i = 16; i < 64; i++)
    w[i] = (rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ w[i - 2] >> 10) + w[i - 7] +
           (rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 16];
  for (int i = 0; i < 8; i++) s[i] = state[i];
  for (int i = 0; i < 64; i++) {
    uint32_t a = s[0], e = s[4];
    uint32_t t1 = s[7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + K[i] + w[i];
    uint32_t t2 = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
    s[7] = s[6], s[6] = s[5], s[5] = e, s[4] = s[3] + t1, s[3] = s[2], s[2] = s[1], s[1] = a, s[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++) state[i] += s[i];
}

KERNEL(sha256) {
  uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  for (int32_t at = 0; at + 64 <= n; at += 64) sha_block(state, bytes + (at & 0x3FFFC0));
  return (int32_t)(state[0] ^ state[7]);
}

// UTF-8: written, then checked and counted

static APART int32_t characters(const uint8_t *p, const uint8_t *end) {
  int32_t count = 0;
  while (p < end) {
    uint8_t b = *p;
    int more = b < 0x80 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    if (b >= 0x80 && b < 0xC2) return -1;
    if (end - p <= more) return -2;
    for (int i = 1; i <= more; i++)
      if ((p[i] & 0xC0) != 0x80) return -3;
    p += more + 1;
    count++;
  }
  return count;
}

KERNEL(utf8) {
  uint8_t *p = bytes, *end = bytes + (n & 0x3FFFFF) - 4;
  seed = 7;
  while (p < end) {
    uint32_t c = next();
    if (c & 3) {
      *p++ = c >> 4 & 0x7F;
    } else if (c & 4) {
      *p++ = 0xC3, *p++ = 0x80 | (c >> 4 & 0x3F);
    } else {
      *p++ = 0xE4, *p++ = 0x80 | (c >> 4 & 0x3F), *p++ = 0x80 | (c >> 10 & 0x3F);
    }
  }
  int32_t sum = 0;
  for (int i = 0; i < 4; i++) sum += characters(bytes, p);
  return sum;
}

// Words counted in a hash table

struct word {
  uint32_t hash, start, length, count;
};
static struct word words_seen[1 << 12];

KERNEL(words) {
  int32_t size = n & 0x3FFFFF;
  seed = 3;
  for (int32_t i = 0; i < size;) {
    uint32_t word = next() % 2000;
    while (word && i < size) bytes[i++] = (uint8_t)('a' + word % 26), word /= 13;
    if (i < size) bytes[i++] = ' ';
  }
  for (int32_t i = 0; i < 1 << 12; i++) words_seen[i].count = 0;
  uint32_t distinct = 0, most = 0;
  for (int32_t i = 0; i < size;) {
    int32_t start = i;
    uint32_t hash = 2166136261u;
    while (i < size && bytes[i] != ' ') hash = (hash ^ bytes[i++]) * 16777619u;
    uint32_t length = (uint32_t)(i++ - start);
    if (!length) continue;
    uint32_t at = hash & 4095;
    for (;; at = (at + 1) & 4095) {
      struct word *w = &words_seen[at];
      if (!w->count) {
        *w = (struct word){hash, (uint32_t)start, length, 1};
        distinct++;
        break;
      }
      if (w->hash == hash && w->length == length) {
        uint32_t k = 0;
        while (k < length && bytes[w->start + k] == bytes[start + k]) k++;
        if (k == length) {
          if (++w->count > most) most = w->count;
          break;
        }
      }
    }
  }
  return (int32_t)(distinct * 1000003u + most);
}

// Matrix product

static double a[200 * 200], b[200 * 200], c[200 * 200];

KERNEL(matrix) {
  for (int32_t i = 0; i < n * n; i++) a[i] = i % 7, b[i] = i % 5;
  for (int32_t i = 0; i < n; i++)
    for (int32_t j = 0; j < n; j++) {
      double sum = 0;
      for (int32_t k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
  double sum = 0;
  for (int32_t i = 0; i < n * n; i++) sum += c[i];
  return (int32_t)sum;
}

// Bodies that attract each other

static double root(double x) { return __builtin_sqrt(x); }

static double bodies[5][7];

KERNEL(nbody) {
  for (int i = 0; i < 5; i++)
    for (int k = 0; k < 7; k++) bodies[i][k] = k == 6 ? 1.0 / (i + 1) : ((i + 1) * (k + 2) % 11) * (k < 3 ? 1.0 : 0.01);
  for (int32_t step = 0; step < n; step++) {
    for (int i = 0; i < 5; i++)
      for (int j = i + 1; j < 5; j++) {
        double *p = bodies[i], *q = bodies[j], d[3], square = 0.01;
        for (int k = 0; k < 3; k++) d[k] = p[k] - q[k], square += d[k] * d[k];
        double pull = 0.001 / (square * root(square));
        for (int k = 0; k < 3; k++) p[3 + k] -= d[k] * q[6] * pull, q[3 + k] += d[k] * p[6] * pull;
      }
    for (int i = 0; i < 5; i++)
      for (int k = 0; k < 3; k++) bodies[i][k] += 0.001 * bodies[i][3 + k];
  }
  double sum = 0;
  for (int i = 0; i < 5; i++)
    for (int k = 0; k < 6; k++) sum += bodies[i][k];
  return (int32_t)(sum * 1000000);
}

// The loop of a bytecode interpreter, which is entered once and goes round for long

enum { PUSH, LOAD, STORE, ADD, MULTIPLY, LESS, JUMP_IF, AND, STOP };

static const int32_t program[] = {
    PUSH, 0, STORE, 1, PUSH, 1, STORE, 2,                                                       // i = 0, x = 1
    LOAD, 2, PUSH, 31, MULTIPLY, 0, LOAD, 1, ADD, 0, PUSH, 0xFFFFF, AND, 0, STORE, 2,          // x = x * 31 + i & …
    LOAD, 1, PUSH, 1, ADD, 0, STORE, 1, LOAD, 1, LOAD, 0, LESS, 0, JUMP_IF, 8, STOP, 0};        // until ++i == n

KERNEL(interpreter) {
  int32_t stack[16], locals[4] = {n, 0, 0, 0}, *top = stack;
  const int32_t *at = program;
  for (;;) {
    int32_t operand = at[1];
    switch (*at) {
      case PUSH: *top++ = operand; break;
      case LOAD: *top++ = locals[operand]; break;
      case STORE: locals[operand] = *--top; break;
      case ADD: top--, top[-1] += top[0]; break;
      case MULTIPLY: top--, top[-1] *= top[0]; break;
      case LESS: top--, top[-1] = top[-1] < top[0]; break;
      case AND: top--, top[-1] &= top[0]; break;
      case JUMP_IF:
        if (*--top) {
          at = program + operand;
          continue;
        }
        break;
      default: return locals[2];
    }
    at += 2;
  }
}

#ifdef NATIVE
#include <stdio.h>
#include <string.h>
#include <time.h>

#define EACH(f)                                                                                                        \
  f(fib) f(mandelbrot) f(crc32) f(quicksort) f(quicksort_by) f(resize) f(sha256) f(utf8) f(words) f(matrix) f(nbody)   \
      f(interpreter)

int main(void) {
  char name[32];
  int n;
  while (scanf("%31s %d", name, &n) == 2) {
    struct timespec from, to;
    int32_t result = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
#define CASE(kernel) if (!strcmp(name, #kernel)) result = kernel(n);
    EACH(CASE)
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    printf("%d %lld\n", result, (long long)(to.tv_sec - from.tv_sec) * 1000000000 + to.tv_nsec - from.tv_nsec);
    fflush(stdout);
  }
}
#endif
