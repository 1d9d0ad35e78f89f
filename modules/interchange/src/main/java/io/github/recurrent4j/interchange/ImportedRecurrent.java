package io.github.recurrent4j.interchange;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.RecurrentLayers;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.nd4j.linalg.activations.Activation;

/**
 * One recurrent layer in one direction, or in both with their outputs side by side.
 *
 * @param name its name in the file
 * @param forward what reads from the first step
 * @param backward what reads from the last step, of the same cell and sizes; null without
 * @param lastOnly whether only each direction's last state is given, not every step's
 */
public record ImportedRecurrent(
    String name, CellWeights forward, CellWeights backward, boolean lastOnly)
    implements ImportedLayer {

  /** The cell. */
  public Cell cell() {
    return forward.cell();
  }

  /** Whether it reads in both directions. */
  public boolean bidirectional() {
    return backward != null;
  }

  /** Size of one direction's state. */
  public int hidden() {
    return forward.out();
  }

  @Override
  public int in() {
    return forward.in();
  }

  @Override
  public int out() {
    return bidirectional() ? 2 * hidden() : hidden();
  }

  /** The same, giving only the last states, or every step's. */
  public ImportedRecurrent withLastOnly(boolean last) {
    return new ImportedRecurrent(name, forward, backward, last);
  }

  @Override
  public float[] parameters() {
    return bidirectional()
        ? Rows.joined(forward.parameters(), backward.parameters())
        : forward.parameters();
  }

  @Override
  public Layer configuration() {
    BaseRecurrentLayer.Builder<?> builder = RecurrentLayers.of(cell());
    builder.name(name);
    builder.nIn(in());
    builder.nOut(hidden());
    // DL4J hands a network's settings on to no layer within two wrappers.
    builder.activation(Activation.TANH);
    Layer layer = builder.build();
    Layer half = lastOnly ? new LastTimeStep(layer) : layer;
    // Inside, so that the backward half ends where its reading ends.
    return bidirectional() ? new Bidirectional(Bidirectional.Mode.CONCAT, half) : half;
  }
}
