package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.languagemodel.LanguageModelConfig.Cell;
import io.github.recurrent4j.layers.ContextWindow;
import io.github.recurrent4j.layers.FusedLSTM;
import io.github.recurrent4j.layers.FusedSimpleRnn;
import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.OneHot;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.VariationalDropout;
import io.github.recurrent4j.training.TrainingSettings;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.nd4j.linalg.activations.Activation;

/**
 * Wires a {@link LanguageModelConfig} into a DL4J network: ids in, the next token's ids as labels.
 */
public final class LanguageModelNetwork {
  private LanguageModelNetwork() {}

  /** DL4J's configuration of a model over {@code vocabulary} tokens. */
  public static MultiLayerConfiguration of(
      LanguageModelConfig config, TrainingSettings training, int vocabulary) {
    double range = 1 / Math.sqrt(config.hidden());
    NeuralNetConfiguration.Builder global = training.network(config.hidden());
    NeuralNetConfiguration.ListBuilder list = global.list();
    boolean embedded = config.embedding() > 0;
    if (embedded) {
      list.layer(
          new IdEmbedding.Builder()
              .tied(config.tied())
              .nIn(vocabulary)
              .nOut(config.embedding())
              .weightInit(new NormalDistribution(0, config.tied() ? range : 1))
              .build());
    } else {
      list.layer(new OneHot(vocabulary));
    }
    if (config.cell() == Cell.FFN) {
      list.layer(new ContextWindow(config.window()));
    }
    for (int i = 0; i < config.layers(); i++) {
      FeedForwardLayer.Builder<?> layer = hidden(config.cell());
      layer.nOut(config.hidden());
      if (config.dropout() > 0 && (i > 0 || embedded)) {
        layer.dropOut(new VariationalDropout(config.dropout()));
      }
      FeedForwardLayer built = layer.build();
      list.layer(config.cell() == Cell.FFN ? new TimeDistributed(built, RNNFormat.NCW) : built);
    }
    SparseOutput.Builder out =
        new SparseOutput.Builder().perToken(true).tiedTo(config.tied() ? 0 : -1);
    out.nOut(vocabulary);
    if (config.dropout() > 0) {
      out.dropOut(new VariationalDropout(config.dropout()));
    }
    return list.layer(out.build()).setInputType(InputType.recurrent(vocabulary)).build();
  }

  private static FeedForwardLayer.Builder<?> hidden(Cell cell) {
    return switch (cell) {
      case RNN -> carrying(new FusedSimpleRnn.Builder().carryState(true));
      case GRU -> carrying(new GRU.Builder().carryState(true));
      case LSTM -> carrying(new FusedLSTM.Builder().carryState(true));
      case FFN -> new DenseLayer.Builder().activation(Activation.TANH);
    };
  }

  private static BaseRecurrentLayer.Builder<?> carrying(BaseRecurrentLayer.Builder<?> builder) {
    return builder;
  }
}
