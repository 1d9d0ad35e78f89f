package io.github.recurrent4j.kernels;

import java.util.Locale;

/** In which numbers weights and inputs are multiplied; sums are always float32. */
public enum Precision {
  /** 32-bit floats. */
  F32,
  /** 16-bit floats with the exponent of 32-bit ones: half the memory traffic. */
  BF16,
  /** {@link #BF16} on processors that have instructions for it, otherwise {@link #F32}. */
  AUTO;

  /** Whether this means bf16 on this processor; false where it has none that could be used. */
  public boolean isBf16() {
    return switch (this) {
      case F32 -> false;
      case BF16 -> OneDnn.supportsBf16();
      case AUTO -> OneDnn.hasBf16Instructions();
    };
  }

  /**
   * The precision of this name, whatever its case.
   *
   * @throws IllegalArgumentException for another name, with the ones there are
   */
  public static Precision of(String name) {
    for (Precision p : values()) {
      if (p.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return p;
      }
    }
    throw new IllegalArgumentException("precision '" + name + "': use f32, bf16 or auto");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
