package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A minibatch, in parts where there are several cores, against its examples one by one. */
class ConvolutionTest {
  private static final int BATCH = 24;

  private static float[] random(int length, int seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  /** One example of [places, BATCH, channels]. */
  private static Floats example(Scope scope, Floats all, int example, int channels) {
    int places = (int) (all.length() / BATCH / channels);
    Floats result = scope.floats((long) places * channels);
    result.copyRows(
        places, channels, 0, channels, all, (long) example * channels, (long) BATCH * channels);
    return result;
  }

  private static void close(float[] found, float[] expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,true,f32", "2,false,f32", "1,false,bf16"})
  void aMinibatchIsItsExamples(int stride, boolean rectified, String precision) {
    Precision wanted = Precision.of(precision);
    Patches patches = new Patches(20, 19, 3, stride);
    ConvolutionSpec spec = new ConvolutionSpec(patches, 16, 24, rectified);
    double tolerance = wanted.isBf16() ? 0.1 : 2e-4;
    try (Scope scope = new Scope("the test");
        Convolution all = new Convolution(spec, wanted, Arena.shared());
        Convolution one = new Convolution(spec, Precision.F32, Arena.shared())) {
      Floats x = scope.copyOf(random(patches.inputs() * BATCH * 16, 1));
      Floats w = scope.copyOf(random(spec.patchSize() * 24, 2));
      Floats b = scope.copyOf(random(24, 3));
      Floats dY = scope.copyOf(random(patches.outputs() * BATCH * 24, 4));
      Floats y = scope.floats(dY.length());
      Floats dX = scope.floats(x.length());
      Floats dW = scope.floats(w.length());
      Floats dB = scope.floats(b.length());
      all.forward(BATCH, x, w, b, y);
      all.backward(BATCH, x, w, dY, dW, dB, dX);
      Floats sumW = scope.zeros(w.length());
      Floats sumB = scope.zeros(b.length());
      for (int e = 0; e < BATCH; e++) {
        Floats itsX = example(scope, x, e, 16);
        Floats itsY = scope.floats(y.length() / BATCH);
        one.forward(1, itsX, w, b, itsY);
        close(example(scope, y, e, 24).toArray(), itsY.toArray(), tolerance);
        Floats itsDx = scope.floats(itsX.length());
        Floats itsDw = scope.floats(w.length());
        Floats itsDb = scope.floats(b.length());
        one.backward(1, itsX, w, example(scope, dY, e, 24), itsDw, itsDb, itsDx);
        close(example(scope, dX, e, 16).toArray(), itsDx.toArray(), tolerance);
        Elementwise.add(sumW, itsDw);
        Elementwise.add(sumB, itsDb);
      }
      close(dW.toArray(), sumW.toArray(), 10 * tolerance);
      close(dB.toArray(), sumB.toArray(), 10 * tolerance);
    }
  }

  @Test
  void memoryOfAnotherSizeIsRefused() {
    ConvolutionSpec spec = new ConvolutionSpec(new Patches(4, 4, 3, 1), 2, 3, false);
    try (Scope scope = new Scope("the test");
        Convolution convolution = new Convolution(spec, Precision.F32, Arena.shared())) {
      Floats x = scope.zeros(32);
      assertThatThrownBy(
              () -> convolution.forward(2, x, scope.zeros(54), scope.zeros(3), scope.zeros(96)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("32 inputs where 64");
    }
  }
}
