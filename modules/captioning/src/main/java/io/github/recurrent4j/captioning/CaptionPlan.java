package io.github.recurrent4j.captioning;

import io.github.recurrent4j.inference.Decoding;
import io.github.recurrent4j.inference.Encoder.Encoded;
import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.StepDecoder;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.kernels.ConvolutionSpec;
import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.training.WorkingModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A captioner's network for inference, on {@code kernels} alone: convolutions over the pictures,
 * then the decoder step by step. Its twin for training is {@link CaptionNetwork}; {@code
 * CaptionerTest} holds the two equal. Serves any number of threads, each with a {@link Slot}.
 */
final class CaptionPlan implements WorkingModel.Plan {
  private static final int PART = 1 << 12;

  private final CaptionShape shape;
  private final PackedNetwork packed;
  private final List<PackedMatrix> convolutions = new ArrayList<>();
  private final PackedMatrix memory;
  private final StepDecoder decoder;
  private final PackedMatrix stem;
  private final PackedMatrix addition;

  CaptionPlan(ModelFile file, CaptionLayers layers, CaptionShape shape, Precision precision) {
    this.shape = shape;
    packed = new PackedNetwork(file, precision);
    for (LayerDescription convolution : layers.convolutions()) {
      convolutions.add(packed.convolution(convolution));
    }
    memory = packed.dense(layers.places());
    decoder = new StepDecoder(packed, layers.decoder());
    stem = layers.stem().map(packed::output).orElse(null);
    addition = layers.addition().map(packed::output).orElse(null);
  }

  /**
   * Reads pictures or features.
   *
   * @param slot the caller's as long as it decodes
   * @param inputs as the shape has them, at least one
   * @param beam hypotheses that will be followed for each
   */
  Decoding decode(Slot slot, Grid[] inputs, int beam) {
    Scope scope = slot.scope();
    Encoded encoded;
    try {
      encoded = encode(slot, scope, inputs);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
    return decoder.begin(slot, scope, encoded, beam);
  }

  /**
   * How likely stems, and what is added to them, are.
   *
   * @param stem probabilities of each input's stem
   * @param addition probabilities of what is added
   */
  record Known(float[][] stem, float[][] addition) {}

  /**
   * How likely known captions are, of a network that tells them apart.
   *
   * @param slot the caller's
   * @param inputs as the shape has them, at least one
   */
  Known known(Slot slot, Grid[] inputs) {
    try (Scope scope = slot.scope()) {
      Floats summary = encode(slot, scope, inputs).summary();
      return new Known(
          choice(slot, scope, stem, inputs.length, summary),
          choice(slot, scope, addition, inputs.length, summary));
    }
  }

  private static float[][] choice(
      Slot slot, Scope scope, PackedMatrix weights, int inputs, Floats summary) {
    int count = (int) weights.columns();
    float[][] result = new float[inputs][count];
    Floats likely = scope.floats((long) inputs * count);
    slot.products().multiply(weights, inputs, summary, likely);
    slot.products().softmax(inputs, count, likely);
    for (int i = 0; i < inputs; i++) {
      likely.get((long) i * count, result[i]);
    }
    return result;
  }

  private Encoded encode(Slot slot, Scope scope, Grid[] inputs) {
    int batch = inputs.length;
    int places = shape.places();
    Floats result = scope.floats((long) places * batch * shape.memory());
    try (Scope work = slot.scope()) {
      Floats x = work.floats((long) shape.inputSteps() * batch * shape.inputSize());
      x.put(0, Grids.timeMajor(inputs));
      Floats before = x;
      for (int i = 0; i < convolutions.size(); i++) {
        CaptionShape.Convolution c = shape.convolutions().get(i);
        Floats y = convolve(slot, work, convolutions.get(i), c.spec(), batch, x);
        if (c.added()) {
          Elementwise.addRectified(y, before);
        }
        before = x;
        x = y;
      }
      slot.products().multiply(memory, (long) places * batch, x, result);
    }
    int[] lengths = new int[batch];
    Arrays.fill(lengths, places);
    return new Encoded(places, result, lengths, mean(scope, result, batch));
  }

  private static Floats convolve(
      Slot slot, Scope work, PackedMatrix weights, ConvolutionSpec spec, int batch, Floats x) {
    long rows = (long) spec.patches().outputs() * batch;
    Floats y = work.floats(rows * spec.out());
    try (Scope patches = slot.scope()) {
      Floats seen = patches.floats(rows * spec.patchSize());
      spec.patches().gather(batch, spec.in(), x, seen);
      slot.products().multiply(weights, rows, seen, y);
    }
    if (spec.rectified()) {
      rectify(y);
    }
    return y;
  }

  private static void rectify(Floats values) {
    float[] part = new float[PART];
    for (long at = 0; at < values.length(); at += PART) {
      int count = (int) Math.min(PART, values.length() - at);
      values.get(at, part, 0, count);
      for (int i = 0; i < count; i++) {
        part[i] = Math.max(0, part[i]);
      }
      values.put(at, part, 0, count);
    }
  }

  /** Mean of [places, B, memory] over the places. */
  private Floats mean(Scope scope, Floats values, int batch) {
    int row = batch * shape.memory();
    float[] sum = new float[row];
    float[] place = new float[row];
    for (int p = 0; p < shape.places(); p++) {
      values.get((long) p * row, place);
      for (int i = 0; i < row; i++) {
        sum[i] += place[i] / shape.places();
      }
    }
    Floats result = scope.floats(row);
    result.put(0, sum);
    return result;
  }

  @Override
  public void close() {
    packed.close();
  }
}
