package radicchio.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The algorithm of {@code wit-examples/resize/guest/resize.c} in plain Java. The compiled guest
 * must return the same bytes, and is compared with its speed.
 *
 * <p>The C source describes the algorithm. A row between the passes is a {@code long} a pixel,
 * four channels of 16 bits, red lowest, colours multiplied by alpha.
 */
public final class Resize {
  private static final int WEIGHT_BITS = 14;
  private static final int WEIGHT_ONE = 1 << WEIGHT_BITS;
  private static final int CURVE_TAPS = 4;
  private static final int RING_ROWS = 4;
  private static final int FULL = 255 * 255;
  private static final VarHandle PIXEL =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Resize() {}

  /**
   * Returns the picture scaled to {@code toWidth} × {@code toHeight} pixels.
   *
   * @param pixels four bytes a pixel, red, green, blue and alpha, rows from the top; {@code width}
   *     × {@code height} of them, at least one
   */
  public static byte[] resize(byte[] pixels, int width, int height, int toWidth, int toHeight) {
    if (width == toWidth && height == toHeight) return pixels.clone();
    Filter across = Filter.of(width, toWidth);
    Filter down = Filter.of(height, toHeight);
    Ring source = new Ring(pixels, width, across, new long[RING_ROWS][toWidth]);
    int[] sums = new int[4 * toWidth];
    long[][] rows = new long[RING_ROWS][];
    int[] weights = new int[RING_ROWS];
    byte[] to = new byte[4 * toWidth * toHeight];
    for (int y = 0; y < toHeight; y++) {
      for (int k = 0; k < down.count[y]; k += RING_ROWS) {
        for (int j = 0; j < RING_ROWS; j++) {
          boolean there = k + j < down.count[y];
          weights[j] = there ? down.weights[down.start[y] + k + j] : 0;
          rows[j] = there ? source.row(down.first[y] + k + j) : rows[0];
        }
        addRows(sums, rows, weights, toWidth);
      }
      finishRow(to, y * toWidth * 4, sums, toWidth);
    }
    return to;
  }

  /** For scaled pixel i: count[i] weights from start[i] on, for source pixels from first[i] on. */
  private record Filter(int[] first, int[] count, int[] start, int[] weights) {

    static Filter of(int from, int to) {
      int most = to <= from ? from + 2 * to : CURVE_TAPS * to;
      Filter f = new Filter(new int[to], new int[to], new int[to], new int[most]);
      for (int i = 0, at = 0; i < to; at += f.count[i++]) {
        f.start[i] = at;
        if (to <= from) f.area(from, to, i);
        else f.curve(from, to, i);
      }
      return f;
    }

    private static int roundedShare(long part, long whole) {
      return (int) ((part * WEIGHT_ONE + whole / 2) / whole);
    }

    private void area(long from, long to, int i) {
      long begin = i * from;
      long end = begin + from;
      long covered = 0;
      int given = 0;
      int n = 0;
      first[i] = (int) (begin / to);
      for (long edge = (first[i] + 1) * to; covered < from; edge += to) {
        covered = Math.min(edge, end) - begin;
        int share = roundedShare(covered, from);
        weights[start[i] + n++] = share - given;
        given = share;
      }
      count[i] = n;
    }

    private static double[] curveAt(double t) {
      return new double[] {
        0.5 * t * (t * (2.0 - t) - 1.0),
        0.5 * (t * t * (3.0 * t - 5.0) + 2.0),
        0.5 * t * (t * (4.0 - 3.0 * t) + 1.0),
        0.5 * t * t * (t - 1.0)
      };
    }

    private void curve(long from, long to, int i) {
      long twice = (2L * i + 1) * from - to + 2 * to;
      int base = (int) (twice / (2 * to)) - 1;
      double[] w = curveAt((double) (twice % (2 * to)) / (double) (2 * to));
      int last = (int) Math.min(base + 2, from - 1);
      int given = 0;
      int heaviest = start[i];
      first[i] = Math.max(base - 1, 0);
      count[i] = last - first[i] + 1;
      for (int k = 0; k < CURVE_TAPS; k++) {
        int at = start[i] + Math.max(first[i], Math.min(base - 1 + k, last)) - first[i];
        int share = (int) Math.floor(w[k] * WEIGHT_ONE + 0.5);
        weights[at] += share;
        given += share;
        if (weights[at] > weights[heaviest]) heaviest = at;
      }
      weights[heaviest] += WEIGHT_ONE - given;
    }
  }

  /** The source's rows, scaled across; the last {@link #RING_ROWS} of them are kept. */
  private static final class Ring {
    private final byte[] pixels;
    private final int width;
    private final Filter filter;
    private final long[][] rows;
    private int next;

    Ring(byte[] pixels, int width, Filter filter, long[][] rows) {
      this.pixels = pixels;
      this.width = width;
      this.filter = filter;
      this.rows = rows;
    }

    long[] row(int y) {
      for (; next <= y; next++) across(rows[next % RING_ROWS], pixels, next * width * 4, filter);
      return rows[y % RING_ROWS];
    }
  }

  private static void across(long[] to, byte[] pixels, int row, Filter f) {
    for (int x = 0; x < to.length; x++) {
      int r = 0;
      int g = 0;
      int b = 0;
      int a = 0;
      int from = row + 4 * f.first[x];
      int begin = f.start[x];
      for (int k = begin, end = begin + f.count[x]; k < end; k++, from += 4) {
        int pixel = (int) PIXEL.get(pixels, from);
        int w = f.weights[k] * (pixel >>> 24);
        r += (pixel & 255) * w;
        g += (pixel >> 8 & 255) * w;
        b += (pixel >> 16 & 255) * w;
        a += w;
      }
      to[x] = settled(r, g, b, a * 255);
    }
  }

  private static void addRows(int[] sums, long[][] rows, int[] weights, int width) {
    long[] p0 = rows[0];
    long[] p1 = rows[1];
    long[] p2 = rows[2];
    long[] p3 = rows[3];
    int w0 = weights[0];
    int w1 = weights[1];
    int w2 = weights[2];
    int w3 = weights[3];
    for (int x = 0, s = 0; x < width; x++, s += 4) {
      long a = p0[x];
      long b = p1[x];
      long c = p2[x];
      long d = p3[x];
      sums[s] += channel(a, 0) * w0 + channel(b, 0) * w1 + channel(c, 0) * w2 + channel(d, 0) * w3;
      sums[s + 1] +=
          channel(a, 1) * w0 + channel(b, 1) * w1 + channel(c, 1) * w2 + channel(d, 1) * w3;
      sums[s + 2] +=
          channel(a, 2) * w0 + channel(b, 2) * w1 + channel(c, 2) * w2 + channel(d, 2) * w3;
      sums[s + 3] +=
          channel(a, 3) * w0 + channel(b, 3) * w1 + channel(c, 3) * w2 + channel(d, 3) * w3;
    }
  }

  private static void finishRow(byte[] to, int at, int[] sums, int width) {
    for (int s = 0; s < 4 * width; s += 4) {
      PIXEL.set(to, at + s, shallow(settled(sums[s], sums[s + 1], sums[s + 2], sums[s + 3])));
    }
    Arrays.fill(sums, 0);
  }

  private static int clamp(int value, int most) {
    return value < 0 ? 0 : value > most ? most : value;
  }

  private static int unweighted(int sum) {
    return (sum + WEIGHT_ONE / 2) >> WEIGHT_BITS;
  }

  private static int channel(long pixel, int index) {
    return (int) (pixel >>> (16 * index)) & 0xffff;
  }

  private static long settled(int r, int g, int b, int a) {
    int alpha = clamp(unweighted(a), FULL);
    int low = clamp(unweighted(r), alpha) | clamp(unweighted(g), alpha) << 16;
    int high = clamp(unweighted(b), alpha) | alpha << 16;
    return (low & 0xffffffffL) | (long) high << 32;
  }

  private static int by255(long pixel, int index) {
    return ((channel(pixel, index) + 127) * 0x8081) >>> 23;
  }

  private static int shallow(long pixel) {
    int a = channel(pixel, 3);
    if (a == 0) return 0;
    if (a == FULL)
      return by255(pixel, 0) | by255(pixel, 1) << 8 | by255(pixel, 2) << 16 | 0xff000000;
    int half = a / 2;
    return (channel(pixel, 0) * 255 + half) / a
        | (channel(pixel, 1) * 255 + half) / a << 8
        | (channel(pixel, 2) * 255 + half) / a << 16
        | (a + 127) / 255 << 24;
  }
}
