package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.inference.model.Half;
import java.nio.ByteBuffer;
import java.util.Locale;

/** What a stored tensor consists of. */
public enum ElementType {
  /** A byte that is 0 or 1. */
  BOOL(1),
  /** Unsigned byte. */
  U8(1),
  /** Signed byte. */
  I8(1),
  /** 16 bits, unsigned. */
  U16(2),
  /** 16 bits, signed. */
  I16(2),
  /** 32 bits, unsigned. */
  U32(4),
  /** 32 bits, signed. */
  I32(4),
  /** 64 bits, unsigned. */
  U64(8),
  /** 64 bits, signed. */
  I64(8),
  /** IEEE 754 half precision. */
  F16(2),
  /** The upper half of a float32. */
  BF16(2),
  /** Single precision. */
  F32(4),
  /** Double precision. */
  F64(8);

  private static final double TWO_TO_64 = 0x1p64;

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether it is a floating-point number, as weights are. */
  public boolean floating() {
    return this == F16 || this == BF16 || this == F32 || this == F64;
  }

  /**
   * One element as the nearest float32.
   *
   * @param data in the byte order of the file
   * @param at where it begins
   */
  float value(ByteBuffer data, int at) {
    return switch (this) {
      case BOOL -> data.get(at) == 0 ? 0 : 1;
      case U8 -> Byte.toUnsignedInt(data.get(at));
      case I8 -> data.get(at);
      case U16 -> Short.toUnsignedInt(data.getShort(at));
      case I16 -> data.getShort(at);
      case U32 -> Integer.toUnsignedLong(data.getInt(at));
      case I32 -> data.getInt(at);
      case U64 -> {
        long value = data.getLong(at);
        yield (float) (value < 0 ? value + TWO_TO_64 : value);
      }
      case I64 -> data.getLong(at);
      case F16 -> Half.toFloat(data.getShort(at));
      case BF16 -> Float.intBitsToFloat(data.getShort(at) << Short.SIZE);
      case F32 -> data.getFloat(at);
      case F64 -> (float) data.getDouble(at);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
