package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import io.github.recurrent4j.sentiment.SentimentShape.Direction;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextCodec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Embedding and encoder of a model trained on something else: a classifier of another kind of
 * labels; a translator, whose encoder has learned what words mean in context (McCann et al., 2017,
 * "Learned in Translation: Contextualized Word Vectors"); or a language model of byte pairs (Howard
 * and Ruder, 2018, "Universal Language Model Fine-tuning for Text Classification"), which reads
 * forward alone.
 *
 * @param layers the layers by the names that a classifier gives them
 * @param codec how its source texts become ids
 * @param direction which way it reads
 */
record PretrainedEncoder(Map<String, Layer> layers, TextCodec codec, Direction direction) {
  static final String CODEC = "source-codec.txt";

  /** Entry of a language model's file. */
  private static final String LANGUAGE_MODEL_CODEC = "codec.txt";

  static PretrainedEncoder read(Path file) {
    return ModelFiles.readAny(file, PretrainedEncoder::of);
  }

  private static PretrainedEncoder of(ModelFile file) {
    if (file.network().graph() && file.network().has(BidirectionalEncoder.forward(0))) {
      TextCodec codec = TextCodec.fromText(file.text(CODEC));
      return of(ModelNetwork.of(file).network(ComputationGraph.class), codec);
    }
    if (!file.network().graph() && file.texts().containsKey(LANGUAGE_MODEL_CODEC)) {
      TextCodec codec = TextCodec.fromText(file.text(LANGUAGE_MODEL_CODEC));
      return of(ModelNetwork.of(file).network(MultiLayerNetwork.class), codec);
    }
    throw new BadInputException(
        "has no encoder: --encoder takes a model of translation or sentiment, or a language model"
            + " of byte pairs");
  }

  private static PretrainedEncoder of(ComputationGraph graph, TextCodec codec) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    add(layers, graph, SentimentNetwork.EMBEDDING);
    boolean both = graph.getVertex(BidirectionalEncoder.backward(0)) != null;
    for (int i = 0; graph.getVertex(BidirectionalEncoder.forward(i)) != null; i++) {
      add(layers, graph, BidirectionalEncoder.forward(i));
      if (both) {
        add(layers, graph, BidirectionalEncoder.backward(i));
      }
    }
    return new PretrainedEncoder(layers, codec, both ? Direction.BOTH : Direction.FORWARD);
  }

  private static void add(Map<String, Layer> layers, ComputationGraph graph, String name) {
    layers.put(name, graph.getVertex(name).getLayer());
  }

  private static PretrainedEncoder of(MultiLayerNetwork network, TextCodec codec) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    Layer[] all = network.getLayers();
    layers.put(SentimentNetwork.EMBEDDING, all[0]);
    for (int i = 1; i < all.length && all[i] instanceof FusedRecurrentLayer<?>; i++) {
      layers.put(BidirectionalEncoder.forward(i - 1), all[i]);
    }
    if (!(all[0].conf().getLayer() instanceof IdEmbedding) || layers.size() == 1) {
      throw new BadInputException(
          "has no recurrent layers over an embedding: as --encoder, a language model needs them");
    }
    return new PretrainedEncoder(layers, codec, Direction.FORWARD);
  }

  private FusedRecurrentLayer<?> bottom() {
    return (FusedRecurrentLayer<?>) layers.get(BidirectionalEncoder.forward(0));
  }

  /** The configuration with this encoder's shape. */
  SentimentShape shape(SentimentShape shape) {
    int hidden = bottom().spec().hiddenSize();
    int embedding = bottom().spec().inputSize();
    int depth = (layers.size() - 1) / (direction == Direction.BOTH ? 2 : 1);
    return shape.with(
        s ->
            s.cell(bottom().spec().cell())
                .direction(direction)
                .layers(depth)
                .hidden(hidden)
                .embedding(embedding));
  }

  /** Copies the weights into a classifier's network. */
  void copyInto(ComputationGraph target) {
    layers.forEach(
        (name, from) -> {
          Layer to = target.getVertex(name).getLayer();
          to.paramTable().forEach((key, value) -> value.assign(from.getParam(key)));
        });
  }
}
