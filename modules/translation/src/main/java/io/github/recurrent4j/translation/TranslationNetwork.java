package io.github.recurrent4j.translation;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.Attention;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.Projection;
import io.github.recurrent4j.layers.RecurrentLayers;
import io.github.recurrent4j.layers.SequenceMergeVertex;
import io.github.recurrent4j.layers.SideInputVertex;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.TiedEmbedding;
import io.github.recurrent4j.layers.VariationalDropout;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.ArrayList;
import java.util.List;
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
 * <p>With one decoder layer this is Luong's global attention without input feeding, which would
 * forbid whole-sequence training; further layers read the context (as in Wu et al., 2016), so that
 * what was attended to before is known to the recurrence.
 */
public final class TranslationNetwork {
  static final String SOURCE = "source";
  static final String TARGET = "target";
  static final String SOURCE_EMBEDDING = "source-embedding";
  static final String TARGET_EMBEDDING = "target-embedding";
  static final String CONTEXT = "context";
  static final String READOUT = "readout";
  static final String OUTPUT = "output";

  private final TranslationShape shape;
  private final TranslationRegime regime;
  private final NeuralNetConfiguration.Builder global;
  private final GraphBuilder graph;

  private TranslationNetwork(TranslationShape shape, TranslationRegime regime) {
    this.shape = Settings.check(shape);
    this.regime = Settings.check(regime);
    global = regime.training().network(shape.hidden());
    graph = global.graphBuilder().addInputs(SOURCE, TARGET);
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
    graph.addLayer(
        OUTPUT,
        dropped(
                new SparseOutput.Builder()
                    .perToken(true)
                    .labelSmoothing(regime.labelSmoothing())
                    // So that a second embedding-sized matrix is never made; see TiedEmbedding.
                    .tiedTo(0))
            .nIn(shape.embedding())
            .nOut(targetTokens)
            .build(),
        READOUT);
    ComputationGraphConfiguration result = graph.setOutputs(OUTPUT).build();
    TiedEmbedding.connect(result, TARGET_EMBEDDING, OUTPUT);
    return result;
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
    String below = TARGET_EMBEDDING;
    long size = shape.embedding();
    for (int i = 0; i < shape.decoderLayers(); i++) {
      List<String> inputs = new ArrayList<>(List.of(below, TranslationLayers.bridge(i, "h")));
      graph.addLayer(
          TranslationLayers.bridge(i, "h"), dense(Activation.TANH), BidirectionalEncoder.SUMMARY);
      if (shape.cell() == Cell.LSTM) {
        inputs.add(TranslationLayers.bridge(i, "c"));
        graph.addLayer(
            TranslationLayers.bridge(i, "c"),
            dense(Activation.IDENTITY),
            BidirectionalEncoder.SUMMARY);
      }
      SideInputVertex.add(
          graph,
          global,
          TranslationLayers.decoder(i),
          cell(size, shape.hidden()),
          inputs.toArray(String[]::new));
      below = TranslationLayers.decoder(i);
      size = shape.hidden();
      if (shape.attends()) {
        if (i == 0) {
          attention(memory);
        }
        below = TranslationLayers.decoder(i) + "-context";
        graph.addVertex(below, new SequenceMergeVertex(), TranslationLayers.decoder(i), CONTEXT);
        size += 2L * shape.encoderHidden();
      }
    }
    return below;
  }

  private void attention(String memory) {
    Attention layer =
        new Attention.Builder()
            .score(shape.attention().orElseThrow())
            .nIn(shape.hidden())
            .nOut(2L * shape.encoderHidden())
            .build();
    SideInputVertex.add(graph, global, CONTEXT, layer, TranslationLayers.decoder(0), memory);
  }

  private FeedForwardLayer dense(Activation activation) {
    return new Projection.Builder()
        .nIn(2L * shape.encoderHidden())
        .nOut(shape.hidden())
        .activation(activation)
        .build();
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
