package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.kernel.RecurrentKernel;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An embedding and a {@link BidirectionalEncoder} for inference, with weights packed once. Reads
 * the graph's parameters and leaves the graph alone; belongs to one thread at a time.
 */
public final class FrozenEncoder implements AutoCloseable {
  private static final int STEP = 2;

  private final INDArray embedding;
  private final List<RecurrentKernel> forward = new ArrayList<>();
  private final List<RecurrentKernel> backward = new ArrayList<>();
  private int hidden;

  /**
   * What a batch of sequences became.
   *
   * @param memory the top layer's outputs, [S, B, 2·H]; steps past a length hold no sense
   * @param lengths steps that count, per example
   * @param summary both directions' last states, [B, 2·H]
   */
  public record Encoded(INDArray memory, int[] lengths, INDArray summary) {}

  /** An encoder of the graph's layers; {@code embedding} names the vertex of its embedding. */
  public FrozenEncoder(ComputationGraph graph, String embedding, int layers) {
    this.embedding = graph.getVertex(embedding).getLayer().getParam("W");
    for (int i = 0; i < layers; i++) {
      forward.add(kernel(graph.getVertex(BidirectionalEncoder.forward(i)).getLayer()));
      backward.add(kernel(graph.getVertex(BidirectionalEncoder.backward(i)).getLayer()));
    }
  }

  private RecurrentKernel kernel(Layer layer) {
    FusedRecurrentLayer<?> recurrent = (FusedRecurrentLayer<?>) layer;
    hidden = recurrent.spec().hiddenSize();
    return recurrent.packedKernel();
  }

  private static INDArray array(long... shape) {
    return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
  }

  /** Encodes sequences of ids, none of them empty. */
  public Encoded encode(int[][] ids) {
    int batch = ids.length;
    int steps = 0;
    int[] lengths = new int[batch];
    for (int b = 0; b < batch; b++) {
      lengths[b] = ids[b].length;
      // Even lengths only: each shape costs a set of primitives.
      steps = Math.max(steps, (lengths[b] + STEP - 1) / STEP * STEP);
    }
    INDArray x = array(steps, batch, embedding.size(1));
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < batch; b++) {
        Sequences.copyRow(embedding, t < lengths[b] ? ids[b][t] : 0, x, (long) t * batch + b);
      }
    }
    INDArray ahead = null;
    INDArray reversed = null;
    for (int i = 0; i < forward.size(); i++) {
      ahead = array(steps, batch, hidden);
      forward.get(i).forward(x, null, null, null, false, ahead);
      INDArray turned = array(x.shape());
      Sequences.reverse(x, lengths, turned);
      reversed = array(steps, batch, hidden);
      backward.get(i).forward(turned, null, null, null, false, reversed);
      INDArray back = array(reversed.shape());
      Sequences.reverse(reversed, lengths, back);
      x = array(steps, batch, 2L * hidden);
      Sequences.merge(new INDArray[] {ahead, back}, x);
    }
    return new Encoded(x, lengths, ends(ahead, reversed, lengths));
  }

  private INDArray ends(INDArray ahead, INDArray reversed, int[] lengths) {
    int batch = lengths.length;
    INDArray first = array(1, batch, hidden);
    INDArray second = array(1, batch, hidden);
    for (int b = 0; b < batch; b++) {
      long last = (lengths[b] - 1L) * batch + b;
      Sequences.copyRow(ahead, last, first, b);
      Sequences.copyRow(reversed, last, second, b);
    }
    INDArray summary = array(1, batch, 2L * hidden);
    Sequences.merge(new INDArray[] {first, second}, summary);
    return Sequences.rows(summary);
  }

  @Override
  public void close() {
    forward.forEach(RecurrentKernel::close);
    backward.forEach(RecurrentKernel::close);
  }
}
