package radicchio.values.clojure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import radicchio.component.ValType;
import radicchio.component.ValType.Prim;

/** The numbers of a list, in a primitive array. An element is boxed when it is read. */
sealed interface Numbers {

  int count();

  Object get(int index);

  /** Returns the array itself. */
  Object array();

  /** Tests whether the numbers are unsigned. */
  boolean unsigned();

  record Shorts(short[] array, boolean unsigned) implements Numbers {
    @Override
    public int count() {
      return array.length;
    }

    @Override
    public Object get(int index) {
      return unsigned ? Short.toUnsignedLong(array[index]) : (long) array[index];
    }
  }

  record Ints(int[] array, boolean unsigned) implements Numbers {
    @Override
    public int count() {
      return array.length;
    }

    @Override
    public Object get(int index) {
      return unsigned ? Integer.toUnsignedLong(array[index]) : (long) array[index];
    }
  }

  record Longs(long[] array, boolean unsigned) implements Numbers {
    @Override
    public int count() {
      return array.length;
    }

    @Override
    public Object get(int index) {
      return unsigned ? ClojureIntegers.unsigned(array[index]) : (Object) array[index];
    }
  }

  record Floats(float[] array) implements Numbers {
    @Override
    public int count() {
      return array.length;
    }

    @Override
    public Object get(int index) {
      return (double) array[index];
    }

    @Override
    public boolean unsigned() {
      return false;
    }
  }

  record Doubles(double[] array) implements Numbers {
    @Override
    public int count() {
      return array.length;
    }

    @Override
    public Object get(int index) {
      return array[index];
    }

    @Override
    public boolean unsigned() {
      return false;
    }
  }

  /** Tests whether lists of a type are such numbers. Lists of bytes are byte arrays. */
  static boolean are(ValType element) {
    return element instanceof Prim prim
        && switch (prim) {
          case S16, U16, S32, U32, S64, U64, F32, F64 -> true;
          case BOOL, S8, U8, CHAR, STRING, ERROR_CONTEXT -> false;
        };
  }

  /** Copies the numbers out of a list's image. */
  static Numbers of(Prim element, byte[] image) {
    ByteBuffer from = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    switch (element) {
      case S16, U16 -> {
        short[] to = new short[image.length / Short.BYTES];
        from.asShortBuffer().get(to);
        return new Shorts(to, element == Prim.U16);
      }
      case S32, U32 -> {
        int[] to = new int[image.length / Integer.BYTES];
        from.asIntBuffer().get(to);
        return new Ints(to, element == Prim.U32);
      }
      case S64, U64 -> {
        long[] to = new long[image.length / Long.BYTES];
        from.asLongBuffer().get(to);
        return new Longs(to, element == Prim.U64);
      }
      case F32 -> {
        float[] to = new float[image.length / Float.BYTES];
        from.asFloatBuffer().get(to);
        return new Floats(to);
      }
      case F64 -> {
        double[] to = new double[image.length / Double.BYTES];
        from.asDoubleBuffer().get(to);
        return new Doubles(to);
      }
      default -> throw new IllegalArgumentException(element + " has no such array");
    }
  }
}
