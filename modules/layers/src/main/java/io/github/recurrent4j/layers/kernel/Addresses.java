package io.github.recurrent4j.layers.kernel;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Native addresses inside ND4J arrays. An array must outlive the call its address is used in. */
public final class Addresses {
  private Addresses() {}

  /** Address of an array's first element. */
  public static Pointer of(INDArray array) {
    return of(array, 0);
  }

  /** Address {@code elements} elements past an array's first. */
  public static Pointer of(INDArray array, long elements) {
    // A view's buffer gives the address of the array it views.
    long first = array.data().offset() + elements;
    return new Address(array.data().address() + first * array.dataType().width());
  }

  /** Address {@code bytes} past another. */
  static Pointer offset(Pointer base, long bytes) {
    return new Address(base.address() + bytes);
  }

  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }
}
