package io.github.recurrent4j.kernels;

/**
 * What a convolution computes.
 *
 * @param patches what each output place sees, zeros outside of the picture
 * @param in channels that it reads
 * @param out channels that it gives
 * @param rectified whether what is below 0 becomes 0
 */
public record ConvolutionSpec(Patches patches, int in, int out, boolean rectified) {

  /** Checks the sizes. */
  public ConvolutionSpec {
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException("a convolution from " + in + " to " + out + " channels");
    }
  }

  /** Values of a patch: kernel·kernel·in. */
  public int patchSize() {
    return patches.kernel() * patches.kernel() * in;
  }
}
