package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.layers.ActivationPenalty;
import io.github.recurrent4j.layers.ContextWindow;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.Mogrifier;
import io.github.recurrent4j.layers.OneHot;
import io.github.recurrent4j.layers.Projection;
import io.github.recurrent4j.layers.RecurrentLayers;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.VariationalDropout;
import io.github.recurrent4j.vectorization.settings.Settings;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.nd4j.linalg.activations.Activation;

/**
 * Wires a {@link LanguageModelShape} into a DL4J network: ids in, the next token's ids as labels.
 */
public final class LanguageModelNetwork {
  private LanguageModelNetwork() {}

  /** DL4J's configuration of a model over {@code vocabulary} tokens. */
  public static MultiLayerConfiguration of(
      LanguageModelShape shape, LanguageModelRegime regime, int vocabulary) {
    Settings.check(shape);
    Settings.check(regime);
    regime.check(shape);
    double range = 1 / Math.sqrt(shape.hidden());
    NeuralNetConfiguration.Builder global = regime.training().network(shape.hidden());
    NeuralNetConfiguration.ListBuilder list = global.list();
    boolean embedded = shape.embedding() > 0;
    if (embedded) {
      list.layer(
          new IdEmbedding.Builder()
              .tied(shape.tied())
              .nIn(vocabulary)
              .nOut(shape.embedding())
              .weightInit(new NormalDistribution(0, shape.tied() ? range : 1))
              .build());
    } else {
      list.layer(new OneHot(vocabulary));
    }
    if (!shape.cell().recurrent()) {
      list.layer(new ContextWindow(shape.window()));
    }
    for (int i = 0; i < shape.layers(); i++) {
      FeedForwardLayer.Builder<?> layer = hidden(shape);
      layer.nOut(shape.hidden());
      if (regime.dropout() > 0 && (i > 0 || embedded)) {
        layer.dropOut(new VariationalDropout(regime.dropout()));
      }
      FeedForwardLayer built = layer.build();
      list.layer(shape.cell().recurrent() ? built : new TimeDistributed(built, RNNFormat.NCW));
    }
    SparseOutput.Builder out =
        new SparseOutput.Builder()
            .perToken(true)
            .mixture(shape.softmaxes())
            .tiedTo(shape.tied() ? 0 : -1);
    out.nOut(vocabulary);
    FeedForwardLayer.Builder<?> above = out;
    if (shape.softmaxes() > 1) {
      above =
          new Projection.Builder()
              .activation(Activation.IDENTITY)
              .nOut(shape.softmaxes() * (shape.outputSize() + 1L));
    }
    IDropout dropout = dropoutOfTop(regime);
    if (dropout != null) {
      above.dropOut(dropout);
    }
    if (above != out) {
      list.layer(above.build());
    }
    return list.layer(out.build()).setInputType(InputType.recurrent(vocabulary)).build();
  }

  /** What drops and penalizes the top layer's outputs; null for nothing. */
  private static IDropout dropoutOfTop(LanguageModelRegime regime) {
    if (regime.activationPenalty() > 0 || regime.changePenalty() > 0) {
      return new ActivationPenalty(
          regime.dropout(), regime.activationPenalty(), regime.changePenalty());
    }
    return regime.dropout() > 0 ? new VariationalDropout(regime.dropout()) : null;
  }

  private static FeedForwardLayer.Builder<?> hidden(LanguageModelShape shape) {
    LanguageModelShape.Hidden kind = shape.cell();
    if (shape.mogrifier() > 0) {
      Mogrifier.Builder layer = new Mogrifier.Builder();
      layer.dataFormat(RNNFormat.NCW);
      return layer.rounds(shape.mogrifier()).carryState(true);
    }
    return kind.recurrent()
        ? RecurrentLayers.carrying(kind.cell())
        : new DenseLayer.Builder().activation(Activation.TANH);
  }
}
