package io.github.recurrent4j.captioning;

import io.github.recurrent4j.layers.AttentionDecoder;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.ExampleRepeatVertex;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.ImagePatches;
import io.github.recurrent4j.layers.Projection;
import io.github.recurrent4j.layers.RecurrentLayers;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.TiedEmbedding;
import io.github.recurrent4j.layers.VariationalDropout;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.vectorization.settings.Settings;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;

/**
 * Wires a {@link CaptionShape} into a DL4J graph (Vinyals et al., 2015; with attention as Xu et
 * al., 2015).
 *
 * <pre>
 * picture [B, 14, places] → convolutions (patches → dense, max(0, ·)) ┐
 * features [B, features, grid] ───────────────────────────────────────┴→ dense, tanh → places
 * places, once for each language → memory → mean → summary
 * captions [languages·B, T], each behind its language → embedding → attending decoder
 * readout = tanh(W [state; context] + b),  p = softmax(E·readout + b),  E the embedding
 * </pre>
 */
public final class CaptionNetwork {
  static final String INPUT = "source";
  static final String TARGET = "target";
  static final String EMBEDDING = "target-embedding";
  static final String PLACES = "places";
  static final String MEMORY = "memory";
  static final String READOUT = "readout";
  static final String OUTPUT = "output";

  private final CaptionShape shape;
  private final CaptionRegime regime;
  private final int languages;
  private final NeuralNetConfiguration.Builder global;
  private final GraphBuilder graph;

  private CaptionNetwork(CaptionShape shape, CaptionRegime regime, int languages) {
    this.languages = languages;
    this.shape = Settings.check(shape);
    this.regime = Settings.check(regime);
    global = regime.training().network(shape.hidden());
    graph = global.graphBuilder().addInputs(TARGET, INPUT);
  }

  /**
   * DL4J's configuration of a captioner.
   *
   * @param tokens number of tokens, without those that stand for the languages
   * @param languages number of languages: a minibatch has as many captions for each input
   */
  public static ComputationGraphConfiguration of(
      CaptionShape shape, CaptionRegime regime, int tokens, int languages) {
    return new CaptionNetwork(shape, regime, languages).build(tokens + languages);
  }

  private ComputationGraphConfiguration build(int tokens) {
    graph.addLayer(
        EMBEDDING,
        new IdEmbedding.Builder()
            .nIn(tokens)
            .nOut(shape.embedding())
            .weightInit(new NormalDistribution(0, 1 / Math.sqrt(shape.embedding())))
            .build(),
        TARGET);
    memory();
    String state =
        AttentionDecoder.add(
            graph,
            global,
            shape.decoderLayers(),
            in -> dropped(RecurrentLayers.of(shape.cell())).nIn(in).nOut(shape.hidden()).build(),
            EMBEDDING,
            shape.embedding(),
            MEMORY,
            shape.memory(),
            shape.attention());
    graph.addLayer(
        READOUT,
        dropped(new Projection.Builder())
            .nIn(shape.hidden() + (shape.attention().isPresent() ? shape.memory() : 0))
            .nOut(shape.embedding())
            .activation(Activation.TANH)
            .build(),
        state);
    graph.addLayer(
        OUTPUT,
        new SparseOutput.Builder()
            .perToken(true)
            .labelSmoothing(regime.labelSmoothing())
            // So that a second embedding-sized matrix is never made; see TiedEmbedding.
            .tiedTo(0)
            .nIn(shape.embedding())
            .nOut(tokens)
            .build(),
        READOUT);
    ComputationGraphConfiguration result = graph.setOutputs(OUTPUT).build();
    TiedEmbedding.connect(result, EMBEDDING, OUTPUT);
    return result;
  }

  private void memory() {
    String below = INPUT;
    int size = shape.inputSize();
    for (CaptionShape.Convolution c : shape.convolutions()) {
      graph.addLayer(c.patchesName(), new ImagePatches(c.patches(), c.in()), below);
      graph.addLayer(
          c.name(), rectified(new Projection.Builder(), c.patchSize(), c.out()), c.patchesName());
      below = c.name();
      size = c.out();
    }
    graph.addLayer(
        PLACES,
        // Within -1 and 1, as a translator's memory: larger values would saturate the decoder.
        dropped(new Projection.Builder())
            .nIn(size)
            .nOut(shape.memory())
            .activation(Activation.TANH)
            .build(),
        below);
    graph.addVertex(MEMORY, new ExampleRepeatVertex(languages), PLACES);
    graph.addLayer(
        BidirectionalEncoder.SUMMARY,
        new GlobalPoolingLayer.Builder(PoolingType.AVG).build(),
        MEMORY);
  }

  /** Drawn so that values keep their size from layer to layer (He et al., 2015). */
  private FeedForwardLayer rectified(FeedForwardLayer.Builder<?> layer, int in, int out) {
    double range = Math.sqrt(6.0 / in);
    layer.nIn(in).nOut(out).activation(Activation.RELU);
    layer.weightInit(new UniformDistribution(-range, range));
    TrainingSettings training = regime.training();
    layer.updater(training.newUpdater(training.learningRate(), regime.encoderRate()));
    return layer.build();
  }

  private <B extends FeedForwardLayer.Builder<?>> FeedForwardLayer.Builder<?> dropped(B layer) {
    return regime.dropout() > 0
        ? (FeedForwardLayer.Builder<?>) layer.dropOut(new VariationalDropout(regime.dropout()))
        : layer;
  }
}
