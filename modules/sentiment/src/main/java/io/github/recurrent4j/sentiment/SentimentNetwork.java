package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.layers.Attention;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.FusedLSTM;
import io.github.recurrent4j.layers.FusedSimpleRnn;
import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.SideInputVertex;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.VariationalDropout;
import io.github.recurrent4j.sentiment.SentimentConfig.Pooling;
import io.github.recurrent4j.training.TrainingSettings;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Wires a {@link SentimentConfig} into a DL4J graph: ids → embedding → bidirectional layers →
 * pooling → softmax. Names of embedding and encoder are those of the translator, so that either's
 * weights fit the other.
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

  private final SentimentConfig config;
  private final TrainingSettings training;

  private SentimentNetwork(SentimentConfig config, TrainingSettings training) {
    this.config = config;
    this.training = training;
  }

  /** DL4J's configuration of a classifier over so many tokens. */
  public static ComputationGraphConfiguration of(
      SentimentConfig config, TrainingSettings training, int tokens) {
    return new SentimentNetwork(config, training).build(tokens);
  }

  private ComputationGraphConfiguration build(int tokens) {
    NeuralNetConfiguration.Builder global = training.network(config.hidden());
    GraphBuilder graph = global.graphBuilder().addInputs(SOURCE);
    graph.addLayer(
        EMBEDDING,
        new IdEmbedding.Builder()
            .nIn(tokens)
            .nOut(config.embedding())
            .weightInit(new NormalDistribution(0, EMBEDDING_DEVIATION))
            .updater(slower())
            .build(),
        SOURCE);
    String top =
        BidirectionalEncoder.add(
            graph,
            config.layers(),
            this::cell,
            SOURCE,
            EMBEDDING,
            config.embedding(),
            config.pooling() != Pooling.LAST,
            config.pooling() != Pooling.MAX && config.pooling() != Pooling.MEAN);
    long size = 2L * config.hidden();
    String pooled = BidirectionalEncoder.SUMMARY;
    switch (config.pooling()) {
      case LAST -> {}
      case MAX -> pooled = pool(graph, "max", PoolingType.MAX, top);
      case MEAN -> pooled = pool(graph, "mean", PoolingType.AVG, top);
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
        pool(graph, "max", PoolingType.MAX, top);
        pool(graph, "mean", PoolingType.AVG, top);
        graph.addVertex("pooled", new MergeVertex(), BidirectionalEncoder.SUMMARY, "max", "mean");
        pooled = "pooled";
        size *= 3;
      }
    }
    FeedForwardLayer.Builder<?> out =
        new SparseOutput.Builder().perToken(true).labelSmoothing(config.labelSmoothing());
    out.nIn(size).nOut(config.classes());
    graph.addLayer(OUTPUT, dropped(out), pooled);
    return graph.setOutputs(OUTPUT).build();
  }

  private IUpdater slower() {
    return training.newUpdater(training.learningRate(), config.encoderRate());
  }

  private static String pool(GraphBuilder graph, String name, PoolingType type, String input) {
    graph.addLayer(name, new GlobalPoolingLayer.Builder(type).build(), input);
    return name;
  }

  private FeedForwardLayer cell(long in) {
    BaseRecurrentLayer.Builder<?> layer =
        switch (config.cell()) {
          case RNN -> new FusedSimpleRnn.Builder();
          case GRU -> new GRU.Builder();
          case LSTM -> new FusedLSTM.Builder();
        };
    layer.dataFormat(RNNFormat.NCW);
    layer.nIn(in).nOut(config.hidden()).updater(slower());
    return dropped(layer);
  }

  private FeedForwardLayer dropped(FeedForwardLayer.Builder<?> layer) {
    if (config.dropout() > 0) {
      layer.dropOut(new VariationalDropout(config.dropout()));
    }
    return layer.build();
  }
}
