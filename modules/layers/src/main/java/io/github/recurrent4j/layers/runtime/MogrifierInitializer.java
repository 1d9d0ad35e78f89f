package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.GateOrder;
import io.github.recurrent4j.layers.Mogrifier;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Parameters of a {@link Mogrifier}: those of an LSTM, then the matrices of its gates. Biases are
 * zero, but for the forget gate's, which is 1 as in DL4J.
 */
public final class MogrifierInitializer extends ParameterBlock.Initializer {
  /** Shared instance. */
  public static final MogrifierInitializer INSTANCE = new MogrifierInitializer();

  private static final int FORGET = 1;
  private static final long GATES = Cell.LSTM.gates();

  private MogrifierInitializer() {}

  @Override
  List<ParameterBlock> blocks(Layer layer) {
    Mogrifier m = (Mogrifier) layer;
    long in = m.getNIn();
    long out = m.getNOut();
    List<ParameterBlock> blocks =
        new ArrayList<>(
            List.of(
                new ParameterBlock(FusedRecurrentLayer.W, in, GATES * out, 'f', true),
                new ParameterBlock(FusedRecurrentLayer.RW, out, GATES * out, 'f', true),
                new ParameterBlock(FusedRecurrentLayer.B, 1, GATES * out, 'c', false),
                new ParameterBlock(
                    FusedRecurrentLayer.Q, out, in * ((m.getRounds() + 1) / 2), 'f', true)));
    if (m.getRounds() > 1) {
      blocks.add(
          new ParameterBlock(FusedRecurrentLayer.R, in, out * (m.getRounds() / 2), 'f', true));
    }
    return blocks;
  }

  @Override
  void initialize(Layer layer, ParameterBlock block, INDArray flat) {
    Mogrifier m = (Mogrifier) layer;
    if (!block.weight()) {
      flat.assign(m.getBiasInit());
      long from = GateOrder.DL4J_LSTM.block(FORGET) * m.getNOut();
      flat.get(NDArrayIndex.interval(from, from + m.getNOut())).assign(1);
      return;
    }
    boolean recurrent = block.key().equals(FusedRecurrentLayer.RW);
    IWeightInit init =
        recurrent && m.getWeightInitFnRecurrent() != null
            ? m.getWeightInitFnRecurrent()
            : m.getWeightInitFn();
    init.init(
        m.getNOut(),
        m.getNIn() + m.getNOut(),
        new long[] {block.rows(), block.columns()},
        block.order(),
        flat);
  }
}
