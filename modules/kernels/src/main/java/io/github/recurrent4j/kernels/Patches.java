package io.github.recurrent4j.kernels;

/**
 * The patches of pictures on which a convolution multiplies: every output place sees a square of
 * {@code kernel}·{@code kernel} input places, zeros outside of the picture. Followed by a matrix
 * product it is a convolution (im2col; Chellapilla et al., 2006), padded as TensorFlow's SAME is:
 * where padding is uneven, there is more of it at the bottom and on the right.
 *
 * <p>Pictures lie as sequences do, [height·width, B, channels], row by row from the top left;
 * patches as [outputs, B, kernel·kernel·channels], each row by row, all channels of a place
 * together. Works on all cores, always in the same order of sums.
 *
 * @param height input places from top to bottom
 * @param width input places from left to right
 * @param kernel side of a patch
 * @param stride distance of neighbouring patches
 */
public record Patches(int height, int width, int kernel, int stride) {

  /** What is done with a place of a patch that lies within the picture. */
  public interface Place {
    /**
     * Takes a place.
     *
     * @param output number of the patch
     * @param tap number of the place in the patch
     * @param input number of the place in the picture
     */
    void take(int output, int tap, int input);
  }

  /** Checks the sizes. */
  public Patches {
    if (height < 1 || width < 1 || kernel < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "patches of "
              + kernel
              + " every "
              + stride
              + " of a picture of "
              + height
              + " x "
              + width
              + ": all must be at least 1");
    }
  }

  /** Output places from top to bottom. */
  public int outputHeight() {
    return (height + stride - 1) / stride;
  }

  /** Output places from left to right. */
  public int outputWidth() {
    return (width + stride - 1) / stride;
  }

  /** Number of patches. */
  public int outputs() {
    return outputHeight() * outputWidth();
  }

  /** Number of input places. */
  public int inputs() {
    return height * width;
  }

  /** Zeros on both sides of a side of the picture together. */
  int padding(int size) {
    return Math.max(0, ((size + stride - 1) / stride - 1) * stride + kernel - size);
  }

  /** Those above, or on the left. */
  int paddingBefore(int size) {
    return padding(size) / 2;
  }

  /** Visits the places of one patch that lie within the picture. */
  public void eachInput(int output, Place place) {
    int top = output / outputWidth() * stride - paddingBefore(height);
    int left = output % outputWidth() * stride - paddingBefore(width);
    for (int tap = 0; tap < kernel * kernel; tap++) {
      int y = top + tap / kernel;
      int x = left + tap % kernel;
      if (y >= 0 && y < height && x >= 0 && x < width) {
        place.take(output, tap, y * width + x);
      }
    }
  }

  /** Visits the patches in which an input place is seen. */
  public void eachOutput(int input, Place place) {
    int down = input / width + paddingBefore(height);
    int right = input % width + paddingBefore(width);
    for (int tap = 0; tap < kernel * kernel; tap++) {
      int y = down - tap / kernel;
      int x = right - tap % kernel;
      if (y >= 0
          && x >= 0
          && y % stride == 0
          && x % stride == 0
          && y / stride < outputHeight()
          && x / stride < outputWidth()) {
        place.take(y / stride * outputWidth() + x / stride, tap, input);
      }
    }
  }

  /**
   * Copies pictures into patches.
   *
   * @param batch B
   * @param channels values at a place
   * @param pictures [inputs, B, channels]
   * @param patches receives [outputs, B, kernel·kernel·channels]
   * @throws IllegalArgumentException if the memory is of another size
   */
  public void gather(int batch, int channels, Floats pictures, Floats patches) {
    check(batch, channels, pictures, patches);
    long size = (long) kernel * kernel * channels;
    long row = (long) batch * channels;
    Workers.run(
        outputs(),
        output -> {
          long to = (long) output * batch * size;
          int[] seen = new int[1];
          eachInput(output, (o, tap, input) -> seen[0]++);
          if (seen[0] < kernel * kernel) {
            patches.slice(to, batch * size).fill(0);
          }
          eachInput(
              output,
              (o, tap, input) ->
                  patches.copyRows(
                      batch,
                      channels,
                      to + (long) tap * channels,
                      size,
                      pictures,
                      input * row,
                      channels));
        });
  }

  /**
   * Sums the gradients of patches up to the gradient of the pictures: the transpose of {@link
   * #gather}.
   *
   * @param patches [outputs, B, kernel·kernel·channels]
   * @param pictures receives [inputs, B, channels]
   */
  public void scatter(int batch, int channels, Floats patches, Floats pictures) {
    check(batch, channels, pictures, patches);
    long size = (long) kernel * kernel * channels;
    int row = batch * channels;
    Workers.run(
        inputs(),
        input -> {
          float[] sum = new float[row];
          float[] part = new float[channels];
          eachOutput(
              input,
              (output, tap, i) -> {
                for (int b = 0; b < batch; b++) {
                  patches.get(((long) output * batch + b) * size + (long) tap * channels, part);
                  for (int c = 0; c < channels; c++) {
                    sum[b * channels + c] += part[c];
                  }
                }
              });
          pictures.put((long) input * row, sum);
        });
  }

  private void check(int batch, int channels, Floats pictures, Floats patches) {
    long in = (long) inputs() * batch * channels;
    long out = (long) outputs() * batch * kernel * kernel * channels;
    if (pictures.length() != in || patches.length() != out) {
      throw new IllegalArgumentException(
          pictures + " and " + patches + ", not " + in + " and " + out + " for " + this);
    }
  }
}
