package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.layers.Attention;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.ForwardEncoder;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.RecurrentLayers;
import io.github.recurrent4j.layers.SequencePoolVertex;
import io.github.recurrent4j.layers.SideInputVertex;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.VariationalDropout;
import io.github.recurrent4j.sentiment.SentimentShape.Direction;
import io.github.recurrent4j.sentiment.SentimentShape.Pooling;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.vectorization.settings.Settings;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Wires a {@link SentimentShape} into a DL4J graph: ids → embedding → recurrent layers → pooling →
 * softmax. Names of embedding and encoder are those of the translator, so that either's weights fit
 * the other.
 */
public final class SentimentNetwork {
  static final String SOURCE = "source";
  static final String EMBEDDING = "source-embedding";
  static final String OUTPUT = "output";
  static final String ATTENTION = "attention";

  /**
   * Larger vectors drown what rare tokens have learned: with 1 the macro recall was 8 points lower.
   */
  private static final double EMBEDDING_DEVIATION = 0.1;

  private final SentimentShape shape;
  private final SentimentRegime regime;

  private SentimentNetwork(SentimentShape shape, SentimentRegime regime) {
    this.shape = Settings.check(shape);
    this.regime = Settings.check(regime);
  }

  /** DL4J's configuration of a classifier over so many tokens. */
  public static ComputationGraphConfiguration of(
      SentimentShape shape, SentimentRegime regime, int tokens) {
    return new SentimentNetwork(shape, regime).build(tokens);
  }

  private ComputationGraphConfiguration build(int tokens) {
    NeuralNetConfiguration.Builder global = regime.training().network(shape.hidden());
    GraphBuilder graph = global.graphBuilder().addInputs(SOURCE);
    graph.addLayer(
        EMBEDDING,
        new IdEmbedding.Builder()
            .nIn(tokens)
            .nOut(shape.embedding())
            .weightInit(new NormalDistribution(0, EMBEDDING_DEVIATION))
            .updater(slower())
            .build(),
        SOURCE);
    boolean summary = shape.pooling() != Pooling.MAX && shape.pooling() != Pooling.MEAN;
    String top =
        shape.direction() == Direction.FORWARD
            ? ForwardEncoder.add(
                graph, shape.layers(), this::cell, SOURCE, EMBEDDING, shape.embedding(), summary)
            : BidirectionalEncoder.add(
                graph,
                shape.layers(),
                this::cell,
                SOURCE,
                EMBEDDING,
                shape.embedding(),
                shape.pooling() != Pooling.LAST,
                summary);
    long size = shape.width();
    String pooled = BidirectionalEncoder.SUMMARY;
    switch (shape.pooling()) {
      case LAST -> {}
      case MAX -> pooled = pool(graph, "max", SequencePoolVertex.Kind.MAX, top);
      case MEAN -> pooled = pool(graph, "mean", SequencePoolVertex.Kind.MEAN, top);
      case ATTENTION -> {
        Attention attention =
            new Attention.Builder()
                .score(Attention.Score.GENERAL)
                .nIn(size)
                .nOut(size)
                .updater(slower())
                .build();
        SideInputVertex.add(graph, global, ATTENTION, attention, pooled, top);
        pooled = ATTENTION;
      }
      case ALL -> {
        pool(graph, "max", SequencePoolVertex.Kind.MAX, top);
        pool(graph, "mean", SequencePoolVertex.Kind.MEAN, top);
        graph.addVertex("pooled", new MergeVertex(), BidirectionalEncoder.SUMMARY, "max", "mean");
        pooled = "pooled";
        size *= 3;
      }
    }
    FeedForwardLayer.Builder<?> out =
        new SparseOutput.Builder().perToken(true).labelSmoothing(regime.labelSmoothing());
    out.nIn(size).nOut(shape.classes());
    graph.addLayer(OUTPUT, dropped(out), pooled);
    return graph.setOutputs(OUTPUT).build();
  }

  private IUpdater slower() {
    TrainingSettings training = regime.training();
    return training.newUpdater(training.learningRate(), regime.encoderRate());
  }

  private static String pool(
      GraphBuilder graph, String name, SequencePoolVertex.Kind kind, String input) {
    graph.addVertex(name, new SequencePoolVertex(kind, SOURCE), input);
    return name;
  }

  private FeedForwardLayer cell(long in) {
    BaseRecurrentLayer.Builder<?> layer = RecurrentLayers.of(shape.cell());
    layer.nIn(in).nOut(shape.hidden()).updater(slower());
    return dropped(layer);
  }

  private FeedForwardLayer dropped(FeedForwardLayer.Builder<?> layer) {
    if (regime.dropout() > 0) {
      layer.dropOut(new VariationalDropout(regime.dropout()));
    }
    return layer.build();
  }
}
