package io.github.recurrent4j.kernels;

/**
 * Batch normalization of pictures (Ioffe and Szegedy, 2015): over all places and examples each
 * channel gets a mean of 0 and a variance of 1, then a gain and a bias, and perhaps becomes 0 where
 * it is less. Values lie as [rows, channels]. On all cores, always in the same order of sums.
 *
 * @param channels values of a row
 * @param rectified whether what is below 0 becomes 0 at the end
 */
public record ChannelNorm(int channels, boolean rectified) {
  /** Added to variances, so that a channel of one value is not divided by 0. */
  public static final float LEAST_VARIANCE = 1e-3f;

  private static final int ROWS = 256;

  /** Checks the size. */
  public ChannelNorm {
    if (channels < 1) {
      throw new IllegalArgumentException("a norm of " + channels + " channels");
    }
  }

  /**
   * Mean and variance of each channel.
   *
   * @param mean by channel
   * @param variance by channel, about the mean, divided by the number of rows
   */
  public record Moments(double[] mean, double[] variance) {
    /** 1 / √(variance + {@link #LEAST_VARIANCE}). */
    float[] scales() {
      float[] result = new float[variance.length];
      for (int c = 0; c < result.length; c++) {
        result[c] = (float) (1 / Math.sqrt(variance[c] + LEAST_VARIANCE));
      }
      return result;
    }
  }

  /**
   * Gains and biases that do at once what running means and variances, gains and biases do.
   *
   * @param mean by channel
   * @param variance by channel
   * @param gains replaced
   * @param biases replaced
   */
  public static void fold(float[] mean, float[] variance, float[] gains, float[] biases) {
    for (int c = 0; c < gains.length; c++) {
      gains[c] *= (float) (1 / Math.sqrt(variance[c] + LEAST_VARIANCE));
      biases[c] -= mean[c] * gains[c];
    }
  }

  /** What is done with some rows. */
  private interface Part {
    void run(int number, long from, int count);
  }

  private int parts(Floats values) {
    if (values.length() == 0 || values.length() % channels != 0) {
      throw new IllegalArgumentException(values.length() + " floats in rows of " + channels);
    }
    return (int) ((values.length() / channels + ROWS - 1) / ROWS);
  }

  private void each(Floats values, Part part) {
    Workers.run(
        parts(values),
        i -> {
          long from = (long) i * ROWS * channels;
          part.run(i, from, (int) Math.min((long) ROWS * channels, values.length() - from));
        });
  }

  /** Sums a·b and a of each channel: in float32, of few rows. */
  private void sum(float[] a, float[] b, double[] into) {
    float[] products = new float[channels];
    float[] sums = new float[channels];
    for (int row = 0; row < a.length; row += channels) {
      for (int c = 0; c < channels; c++) {
        products[c] += a[row + c] * b[row + c];
        sums[c] += a[row + c];
      }
    }
    for (int c = 0; c < channels; c++) {
      into[c] = products[c];
      into[channels + c] = sums[c];
    }
  }

  /** No gradient where the rectifier let nothing through. */
  private void cut(float[] values, float[] gains, float[] biases, float[] gradient) {
    for (int row = 0; row < values.length; row += channels) {
      for (int c = 0; c < channels; c++) {
        float y = gains[c] * values[row + c] + biases[c];
        gradient[row + c] = y > 0 ? gradient[row + c] : 0;
      }
    }
  }

  private double[] summed(double[][] parts, int from) {
    double[] sum = new double[channels];
    for (double[] part : parts) {
      for (int c = 0; c < channels; c++) {
        sum[c] += part[from + c];
      }
    }
    return sum;
  }

  /**
   * Brings each channel to mean 0 and variance 1.
   *
   * @param values [rows, channels], replaced
   * @return what they were
   */
  public Moments standardize(Floats values) {
    double[][] sums = new double[parts(values)][2 * channels];
    each(
        values,
        (number, from, count) -> {
          float[] a = new float[count];
          values.get(from, a);
          sum(a, a, sums[number]);
        });
    double rows = (double) values.length() / channels;
    double[] mean = summed(sums, channels);
    double[] variance = summed(sums, 0);
    for (int c = 0; c < channels; c++) {
      mean[c] /= rows;
      variance[c] = Math.max(0, variance[c] / rows - mean[c] * mean[c]);
    }
    Moments moments = new Moments(mean, variance);
    float[] scales = moments.scales();
    each(
        values,
        (number, from, count) -> {
          float[] a = new float[count];
          values.get(from, a);
          for (int row = 0; row < count; row += channels) {
            for (int c = 0; c < channels; c++) {
              a[row + c] = (a[row + c] - (float) mean[c]) * scales[c];
            }
          }
          values.put(from, a);
        });
    return moments;
  }

  /**
   * Gain, bias and, where asked for, the rectifier.
   *
   * @param values [rows, channels]
   * @param gains by channel
   * @param biases by channel
   * @param to receives the result; may be the same memory
   */
  public void finish(Floats values, float[] gains, float[] biases, Floats to) {
    each(
        values,
        (number, from, count) -> {
          float[] a = new float[count];
          values.get(from, a);
          for (int row = 0; row < count; row += channels) {
            for (int c = 0; c < channels; c++) {
              float y = gains[c] * a[row + c] + biases[c];
              a[row + c] = rectified ? Math.max(0, y) : y;
            }
          }
          to.put(from, a);
        });
  }

  /**
   * Carries a gradient back through {@link #standardize} and {@link #finish}.
   *
   * @param values standardized, [rows, channels]
   * @param moments what they were before
   * @param gains by channel
   * @param biases by channel
   * @param gradient with respect to the result, replaced by that with respect to what was
   *     standardized
   * @param dGains receives the gradient of the gains
   * @param dBiases receives that of the biases
   */
  public void backward(
      Floats values,
      Moments moments,
      float[] gains,
      float[] biases,
      Floats gradient,
      float[] dGains,
      float[] dBiases) {
    double[][] sums = new double[parts(values)][2 * channels];
    each(
        values,
        (number, from, count) -> {
          float[] a = new float[count];
          float[] d = new float[count];
          values.get(from, a);
          gradient.get(from, d);
          if (rectified) {
            cut(a, gains, biases, d);
          }
          sum(d, a, sums[number]);
          gradient.put(from, d);
        });
    double rows = (double) values.length() / channels;
    double[] ofGains = summed(sums, 0);
    double[] ofBiases = summed(sums, channels);
    float[] scales = moments.scales();
    float[] along = new float[channels];
    float[] mean = new float[channels];
    for (int c = 0; c < channels; c++) {
      dGains[c] = (float) ofGains[c];
      dBiases[c] = (float) ofBiases[c];
      scales[c] *= gains[c];
      along[c] = (float) (ofGains[c] / rows);
      mean[c] = (float) (ofBiases[c] / rows);
    }
    each(
        values,
        (number, from, count) -> {
          float[] a = new float[count];
          float[] d = new float[count];
          values.get(from, a);
          gradient.get(from, d);
          for (int row = 0; row < count; row += channels) {
            for (int c = 0; c < channels; c++) {
              int at = row + c;
              d[at] = scales[c] * (d[at] - mean[c] - a[at] * along[c]);
            }
          }
          gradient.put(from, d);
        });
  }
}
