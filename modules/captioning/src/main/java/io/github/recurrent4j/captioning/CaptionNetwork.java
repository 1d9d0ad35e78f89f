package io.github.recurrent4j.captioning;

import io.github.recurrent4j.kernels.ConvolutionSpec;
import io.github.recurrent4j.layers.AttentionDecoder;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.ExampleRepeatVertex;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.ImageConvolution;
import io.github.recurrent4j.layers.Projection;
import io.github.recurrent4j.layers.RecurrentLayers;
import io.github.recurrent4j.layers.SequenceAddVertex;
import io.github.recurrent4j.layers.SequencePoolVertex;
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
import org.nd4j.linalg.activations.Activation;

/**
 * Wires a {@link CaptionShape} into a DL4J graph (Vinyals et al., 2015; with attention as Xu et
 * al., 2015).
 *
 * <pre>
 * picture [B, 14, places] → convolutions, normalized, in residual blocks ┐
 * features [B, features, grid] ──────────────────────────────────────────┴→ dense, tanh → places
 * places, once for each language → memory → mean → summary
 * captions [languages·B, T], each behind its language → embedding → attending decoder
 * summary → softmax over the known captions' stems, and over what is added to
 *     them, if the shape asks for it
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
  static final String STEM = "stem";
  static final String ADDITION = "addition";

  private final CaptionShape shape;
  private final CaptionRegime regime;
  private final int languages;
  private final KnownCaptions known;
  private final NeuralNetConfiguration.Builder global;
  private final GraphBuilder graph;

  private CaptionNetwork(
      CaptionShape shape, CaptionRegime regime, int languages, KnownCaptions known) {
    this.known = known;
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
   * @param known captions that are told apart, if the shape asks for it
   */
  static ComputationGraphConfiguration of(
      CaptionShape shape, CaptionRegime regime, int tokens, int languages, KnownCaptions known) {
    return new CaptionNetwork(shape, regime, languages, known).build(tokens + languages);
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
    graph.setOutputs(OUTPUT);
    if (shape.known()) {
      known();
    }
    ComputationGraphConfiguration result = graph.build();
    TiedEmbedding.connect(result, EMBEDDING, OUTPUT);
    return result;
  }

  /** Of each input which of the known captions is its own. */
  private void known() {
    choice(STEM, known.stemCount());
    choice(ADDITION, known.additionCount());
    graph.setOutputs(OUTPUT, STEM, ADDITION);
  }

  private void choice(String name, int count) {
    graph.addLayer(
        name,
        dropped(new SparseOutput.Builder().perToken(true).labelSmoothing(regime.labelSmoothing()))
            .nIn(shape.memory())
            .nOut(count)
            .build(),
        BidirectionalEncoder.SUMMARY);
  }

  private void memory() {
    String below = INPUT;
    int size = shape.inputSize();
    String before = below;
    for (CaptionShape.Convolution c : shape.convolutions()) {
      graph.addLayer(c.name(), convolution(c), below);
      String given = c.name();
      if (c.added()) {
        given = c.sumName();
        graph.addVertex(given, new SequenceAddVertex(), before, c.name());
      }
      before = below;
      below = given;
      size = c.spec().out();
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
    graph.addVertex(
        BidirectionalEncoder.SUMMARY,
        new SequencePoolVertex(SequencePoolVertex.Kind.MEAN, null),
        MEMORY);
  }

  /** Drawn so that values keep their size from layer to layer (He et al., 2015). */
  private ImageConvolution convolution(CaptionShape.Convolution c) {
    ConvolutionSpec spec = c.spec();
    double range = Math.sqrt(6.0 / spec.patchSize());
    TrainingSettings training = regime.training();
    return new ImageConvolution.Builder(spec.patches(), spec.in())
        .nOut(spec.out())
        .activation(spec.rectified() ? Activation.RELU : Activation.IDENTITY)
        .weightInit(new UniformDistribution(-range, range))
        .updater(training.newUpdater(training.learningRate(), regime.encoderRate()))
        // A residual block begins as if it were not there (Goyal et al., 2017).
        .normalized(c.added() ? 0 : 1)
        .build();
  }

  private <B extends FeedForwardLayer.Builder<?>> FeedForwardLayer.Builder<?> dropped(B layer) {
    return regime.dropout() > 0
        ? (FeedForwardLayer.Builder<?>) layer.dropOut(new VariationalDropout(regime.dropout()))
        : layer;
  }
}
