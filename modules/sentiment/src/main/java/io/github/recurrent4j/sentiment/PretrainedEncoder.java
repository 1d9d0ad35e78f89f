package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextCodec;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Embedding and encoder of a model trained on something else: a classifier of another kind of
 * labels, or a translator, whose encoder has learned what words mean in context (McCann et al.,
 * 2017, "Learned in Translation: Contextualized Word Vectors").
 *
 * @param graph the other model's network
 * @param codec how its source texts become ids
 * @param layers number of encoder layers
 */
record PretrainedEncoder(ComputationGraph graph, TextCodec codec, int layers) {
  static final String CODEC = "source-codec.txt";

  static PretrainedEncoder read(Path file) {
    return ModelFiles.readAny(file, PretrainedEncoder::of);
  }

  private static PretrainedEncoder of(ModelFile file) {
    if (!file.network().graph() || !file.network().has(BidirectionalEncoder.forward(0))) {
      throw new BadInputException(
          "has no encoder: --encoder takes a model of translation or sentiment");
    }
    TextCodec codec = TextCodec.fromText(file.text(CODEC));
    ComputationGraph graph = ModelNetwork.of(file).network(ComputationGraph.class);
    int layers = 0;
    while (graph.getVertex(BidirectionalEncoder.forward(layers)) != null) {
      layers++;
    }
    return new PretrainedEncoder(graph, codec, layers);
  }

  private FusedRecurrentLayer<?> bottom() {
    return (FusedRecurrentLayer<?>) graph.getVertex(BidirectionalEncoder.forward(0)).getLayer();
  }

  /** The configuration with this encoder's shape. */
  SentimentShape shape(SentimentShape shape) {
    int hidden = bottom().spec().hiddenSize();
    int embedding = bottom().spec().inputSize();
    return shape.with(
        s -> s.cell(bottom().spec().cell()).layers(layers).hidden(hidden).embedding(embedding));
  }

  /** Copies the weights into a classifier's network. */
  void copyInto(ComputationGraph target) {
    copy(target, SentimentNetwork.EMBEDDING);
    for (int i = 0; i < layers; i++) {
      copy(target, BidirectionalEncoder.forward(i));
      copy(target, BidirectionalEncoder.backward(i));
    }
  }

  private void copy(ComputationGraph target, String name) {
    Layer from = graph.getVertex(name).getLayer();
    Layer to = target.getVertex(name).getLayer();
    from.paramTable().forEach((key, value) -> to.getParam(key).assign(value));
  }
}
