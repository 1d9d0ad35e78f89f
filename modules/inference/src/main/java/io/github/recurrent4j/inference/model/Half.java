package io.github.recurrent4j.inference.model;

/** IEEE 754 half precision: sign, five bits of exponent, ten of fraction. */
public final class Half {
  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7C00;
  private static final float SMALLEST_NORMAL = 0x1p-14f;
  private static final float SMALLEST = 0x1p-24f;

  /** The first float that rounds to infinity. */
  private static final float OVERFLOW = 65520;

  private Half() {}

  /** The same number as a float. */
  public static float toFloat(short half) {
    int exponent = half >> 10 & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0) {
      float value = fraction * SMALLEST;
      return (half & SIGN) == 0 ? value : -value;
    }
    int biased = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
    return Float.intBitsToFloat((half & SIGN) << 16 | biased << 23 | fraction << 13);
  }

  /** The nearest half, of two equally near the even one. */
  public static short of(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & SIGN;
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | INFINITY | 0x200);
    }
    if (size >= OVERFLOW) {
      return (short) (sign | INFINITY);
    }
    if (size < SMALLEST_NORMAL) {
      return (short) (sign | (int) Math.rint(size / SMALLEST));
    }
    int bits = Float.floatToRawIntBits(size);
    // Rounding may carry into the exponent, which is what it should do.
    int rounded = bits + 0xFFF + (bits >> 13 & 1);
    return (short) (sign | (rounded >> 13) - ((127 - 15) << 10));
  }
}
