package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.Cell;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;

/** The layer of each cell. */
public final class RecurrentLayers {
  private RecurrentLayers() {}

  /** A builder of the cell's layer, for sequences as [batch, size, time]. */
  public static BaseRecurrentLayer.Builder<?> of(Cell cell) {
    return ncw(
        switch (cell) {
          case RNN -> new FusedSimpleRnn.Builder();
          case GRU -> new GRU.Builder();
          case GRU_RESET_AFTER -> new GRU.Builder().resetAfter(true);
          case LSTM -> new FusedLSTM.Builder();
        });
  }

  /** The same, whose layer begins each training minibatch in the state the last one ended in. */
  public static BaseRecurrentLayer.Builder<?> carrying(Cell cell) {
    return ncw(
        switch (cell) {
          case RNN -> new FusedSimpleRnn.Builder().carryState(true);
          case GRU -> new GRU.Builder().carryState(true);
          case GRU_RESET_AFTER -> new GRU.Builder().resetAfter(true).carryState(true);
          case LSTM -> new FusedLSTM.Builder().carryState(true);
        });
  }

  private static BaseRecurrentLayer.Builder<?> ncw(BaseRecurrentLayer.Builder<?> builder) {
    builder.dataFormat(RNNFormat.NCW);
    return builder;
  }
}
