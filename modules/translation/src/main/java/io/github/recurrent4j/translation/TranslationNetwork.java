package io.github.recurrent4j.translation;

import io.github.recurrent4j.layers.AttentionDecoder;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.Pointer;
import io.github.recurrent4j.layers.Projection;
import io.github.recurrent4j.layers.RecurrentLayers;
import io.github.recurrent4j.layers.SequenceMergeVertex;
import io.github.recurrent4j.layers.SideInputVertex;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.TiedEmbedding;
import io.github.recurrent4j.layers.VariationalDropout;
import io.github.recurrent4j.vectorization.settings.Settings;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Wires a {@link TranslationShape} into a DL4J graph.
 *
 * <pre>
 * source ids → embedding → bidirectional layers → memory [B, 2·encoderHidden, S]
 *                                └ last states → dense → h_0 (and c_0) of each decoder layer
 * target ids → embedding → decoder layer 1 ┬→ attention over the memory → context
 *                                          └→ [state; context] → further layers
 * readout = tanh(W [state; context] + b),  p = softmax(E·readout + b),  E the target embedding
 * </pre>
 *
 * <p>See {@link AttentionDecoder} for the decoder. A network that copies has, besides,
 *
 * <pre>
 * top state → pointer over the memory and the words it holds → weight on the wanted word
 * [state; context] → dense → logit of generating a word rather than copying one
 * </pre>
 */
public final class TranslationNetwork {
  static final String SOURCE = "source";
  static final String TARGET = "target";
  static final String SOURCE_EMBEDDING = "source-embedding";
  static final String TARGET_EMBEDDING = "target-embedding";
  static final String READOUT = "readout";
  static final String OUTPUT = "output";
  static final String SOURCE_WORDS = "source-words";
  static final String TARGET_WORDS = "target-words";
  private static final String POINTER = "pointer";
  private static final String GATE = "copy-gate";
  private static final String MIXED = "copy-mixed";

  private final TranslationShape shape;
  private final TranslationRegime regime;
  private final NeuralNetConfiguration.Builder global;
  private final GraphBuilder graph;

  private TranslationNetwork(TranslationShape shape, TranslationRegime regime) {
    this.shape = Settings.check(shape);
    this.regime = Settings.check(regime);
    global = regime.training().network(shape.hidden());
    graph = global.graphBuilder().addInputs(SOURCE, TARGET);
    if (shape.copy()) {
      graph.addInputs(SOURCE_WORDS, TARGET_WORDS);
    }
  }

  /** DL4J's configuration of a translator over vocabularies of these sizes. */
  public static ComputationGraphConfiguration of(
      TranslationShape shape, TranslationRegime regime, int sourceTokens, int targetTokens) {
    return new TranslationNetwork(shape, regime).build(sourceTokens, targetTokens);
  }

  private ComputationGraphConfiguration build(int sourceTokens, int targetTokens) {
    double range = 1 / Math.sqrt(shape.embedding());
    embedding(SOURCE_EMBEDDING, sourceTokens, range, SOURCE);
    embedding(TARGET_EMBEDDING, targetTokens, range, TARGET);
    String memory = encoder();
    String state = decoder(memory);
    graph.addLayer(
        READOUT,
        dropped(new Projection.Builder())
            .nIn(shape.hidden() + (shape.attends() ? 2L * shape.encoderHidden() : 0))
            .nOut(shape.embedding())
            .activation(Activation.TANH)
            .build(),
        state);
    FeedForwardLayer.Builder<?> output = shape.copy() ? copyingOutput() : plainOutput();
    graph.addLayer(
        OUTPUT,
        output.nIn(shape.embedding()).nOut(targetTokens).build(),
        shape.copy() ? mixed(memory, state) : READOUT);
    ComputationGraphConfiguration result = graph.setOutputs(OUTPUT).build();
    TiedEmbedding.connect(result, TARGET_EMBEDDING, OUTPUT);
    return result;
  }

  /** Tied, so that a second embedding-sized matrix is never made; see TiedEmbedding. */
  private static SparseOutput.Builder output() {
    return new SparseOutput.Builder().perToken(true).tiedTo(0);
  }

  private FeedForwardLayer.Builder<?> plainOutput() {
    return dropped(output().labelSmoothing(regime.labelSmoothing()));
  }

  private FeedForwardLayer.Builder<?> copyingOutput() {
    return output().copying(regime.coverage());
  }

  /** The readout beside what the mixture of generating and copying needs. */
  private String mixed(String memory, String state) {
    long memorySize = 2L * shape.encoderHidden();
    SideInputVertex.add(
        graph,
        global,
        POINTER,
        new Pointer.Builder().nIn(shape.hidden()).nOut(memorySize).build(),
        AttentionDecoder.layer(shape.decoderLayers() - 1),
        memory,
        SOURCE_WORDS,
        TARGET_WORDS);
    graph.addLayer(
        GATE,
        new Projection.Builder()
            .nIn(shape.hidden() + memorySize)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build(),
        state);
    graph.addVertex(MIXED, new SequenceMergeVertex(), READOUT, GATE, POINTER);
    return MIXED;
  }

  private void embedding(String name, int tokens, double deviation, String input) {
    graph.addLayer(
        name,
        new IdEmbedding.Builder()
            .nIn(tokens)
            .nOut(shape.embedding())
            .weightInit(new NormalDistribution(0, deviation))
            .build(),
        input);
  }

  private String encoder() {
    return BidirectionalEncoder.add(
        graph,
        shape.encoderLayers(),
        size -> cell(size, shape.encoderHidden()),
        SOURCE,
        SOURCE_EMBEDDING,
        shape.embedding(),
        shape.attends(),
        true);
  }

  private String decoder(String memory) {
    return AttentionDecoder.add(
        graph,
        global,
        shape.decoderLayers(),
        size -> cell(size, shape.hidden()),
        TARGET_EMBEDDING,
        shape.embedding(),
        memory,
        2L * shape.encoderHidden(),
        shape.attention());
  }

  private FeedForwardLayer cell(long in, long out) {
    return dropped(RecurrentLayers.of(shape.cell())).nIn(in).nOut(out).build();
  }

  private <B extends FeedForwardLayer.Builder<?>> FeedForwardLayer.Builder<?> dropped(B layer) {
    return regime.dropout() > 0
        ? (FeedForwardLayer.Builder<?>) layer.dropOut(new VariationalDropout(regime.dropout()))
        : layer;
  }
}
