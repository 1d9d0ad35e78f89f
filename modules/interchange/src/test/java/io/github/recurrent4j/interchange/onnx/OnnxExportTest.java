package io.github.recurrent4j.interchange.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.StoredWeights;
import io.github.recurrent4j.languagemodel.LanguageModelNetwork;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.sentiment.SentimentNetwork;
import io.github.recurrent4j.sentiment.SentimentRegime;
import io.github.recurrent4j.sentiment.SentimentShape;
import io.github.recurrent4j.translation.TranslationNetwork;
import io.github.recurrent4j.translation.TranslationRegime;
import io.github.recurrent4j.translation.TranslationShape;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Small networks of every kind of layer give the same in ONNX's runtime as in DL4J. */
class OnnxExportTest {
  private static final float EQUAL = 1e-4f;
  private static final int TOKENS = 11;
  private static final int[] LENGTHS = {4, 7, 1};
  private static final int STEPS = 7;

  @TempDir Path folder;

  private static ModelFile model(String configuration, INDArray parameters) {
    // Larger than weights are at the start, so that every part counts.
    Random random = new Random(1);
    float[] values = new float[(int) parameters.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 0.5f;
    }
    parameters.assign(Nd4j.create(values, parameters.shape()));
    return ModelFile.of(configuration, StoredWeights.copyOf(values));
  }

  private static long[] ids(int seed) {
    Random random = new Random(seed);
    return random.longs((long) LENGTHS.length * STEPS, 0, TOKENS).toArray();
  }

  private static long[] lengths() {
    return Arrays.stream(LENGTHS).mapToLong(n -> n).toArray();
  }

  private static INDArray array(long[] ids) {
    float[] values = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      values[i] = ids[i];
    }
    return Nd4j.create(values, new long[] {LENGTHS.length, STEPS}, 'c');
  }

  private static INDArray mask() {
    INDArray mask = Nd4j.zeros(LENGTHS.length, STEPS);
    for (int b = 0; b < LENGTHS.length; b++) {
      for (int t = 0; t < LENGTHS[b]; t++) {
        mask.putScalar(b, t, 1);
      }
    }
    return mask;
  }

  private static void assertEqual(float[] actual, INDArray expected) {
    float[] values = expected.dup('c').data().asFloat();
    assertThat(actual).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      assertThat(actual[i]).as("value %d", i).isCloseTo(values[i], within(EQUAL));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gru, all, 1",
    "gru_reset_after, max, 2",
    "lstm, mean, 1",
    "rnn, last, 2",
    "lstm, attention, 1"
  })
  void classifiers(String cell, String pooling, int layers) throws OrtException {
    SentimentShape shape =
        SentimentShape.of(
            Map.of(
                "cell", cell, "pooling", pooling, "layers", layers, "hidden", 5, "embedding", 6));
    ComputationGraph graph =
        new ComputationGraph(SentimentNetwork.of(shape, SentimentRegime.standard(), TOKENS));
    graph.init();
    Path file = folder.resolve("c.onnx");
    try (ModelFile model = model(graph.getConfiguration().toJson(), graph.params())) {
      assertThat(OnnxExport.write(model, file)).containsExactly(file);
    }
    long[] ids = ids(2);
    INDArray expected =
        graph.output(false, new INDArray[] {array(ids)}, new INDArray[] {mask()}, null)[0];
    try (OnnxRunner runtime = new OnnxRunner(file)) {
      runtime.put("source", ids, LENGTHS.length, STEPS).put("lengths", lengths(), LENGTHS.length);
      assertEqual(runtime.run().get("probabilities"), expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gru, 2, 5, 6, false",
    "gru_reset_after, 1, 5, 5, true",
    "lstm, 2, 5, 0, false",
    "rnn, 1, 5, 6, false"
  })
  void languageModelsStepByStep(String cell, int layers, int hidden, int embedding, boolean tied)
      throws OrtException {
    LanguageModelShape shape =
        LanguageModelShape.of(
            Map.of(
                "cell",
                cell,
                "layers",
                layers,
                "hidden",
                hidden,
                "embedding",
                embedding,
                "tied",
                tied));
    MultiLayerNetwork network = languageModel(shape);
    Path file = exported(network);
    long[] ids = ids(3);
    INDArray expected = network.output(array(ids)).permute(0, 2, 1);
    int half = STEPS / 2;
    try (OnnxRunner runtime = new OnnxRunner(file)) {
      Map<String, float[]> states = new TreeMap<>();
      for (String input : runtime.inputNames()) {
        if (!input.equals("input")) {
          states.put(input, new float[LENGTHS.length * hidden]);
        }
      }
      assertThat(states).hasSize(layers * (cell.equals("lstm") ? 2 : 1));
      // Some steps at once, then one at a time.
      for (int from = 0; from < STEPS; from += from == 0 ? half : 1) {
        int count = from == 0 ? half : 1;
        runtime.put("input", part(ids, from, count), LENGTHS.length, count);
        for (Map.Entry<String, float[]> state : states.entrySet()) {
          runtime.put(state.getKey(), state.getValue(), LENGTHS.length, hidden);
        }
        Map<String, float[]> outputs = runtime.run();
        states.replaceAll((name, value) -> outputs.get(name + ".next"));
        INDArray steps =
            expected.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + count));
        assertEqual(outputs.get("probabilities"), steps);
      }
    }
  }

  private static long[] part(long[] ids, int from, int count) {
    long[] part = new long[LENGTHS.length * count];
    for (int b = 0; b < LENGTHS.length; b++) {
      System.arraycopy(ids, b * STEPS + from, part, b * count, count);
    }
    return part;
  }

  private static MultiLayerNetwork languageModel(LanguageModelShape shape) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            LanguageModelNetwork.of(shape, LanguageModelRegime.standard(), TOKENS));
    network.init();
    return network;
  }

  private Path exported(MultiLayerNetwork network) {
    Path file = folder.resolve("lm.onnx");
    try (ModelFile model = model(network.getLayerWiseConfigurations().toJson(), network.params())) {
      OnnxExport.write(model, file);
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void aWindowOfTokens(int window) throws OrtException {
    LanguageModelShape shape =
        LanguageModelShape.of(
            Map.of("cell", "ffn", "layers", 2, "hidden", 5, "embedding", 4, "window", window));
    MultiLayerNetwork network = languageModel(shape);
    Path file = exported(network);
    long[] ids = ids(4);
    INDArray expected = network.output(array(ids)).permute(0, 2, 1);
    try (OnnxRunner runtime = new OnnxRunner(file)) {
      runtime.put("input", ids, LENGTHS.length, STEPS);
      assertEqual(runtime.run().get("probabilities"), expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gru, general, 1, 2",
    "lstm, dot, 2, 1",
    "gru_reset_after, mlp, 1, 2",
    "rnn, none, 1, 1"
  })
  void translators(String cell, String attention, int encoderLayers, int decoderLayers)
      throws OrtException {
    TranslationShape shape =
        TranslationShape.of(
            Map.of(
                "cell",
                cell,
                "attention",
                attention,
                "encoder-layers",
                encoderLayers,
                "decoder-layers",
                decoderLayers,
                "encoder-hidden",
                3,
                "hidden",
                6,
                "embedding",
                5));
    ComputationGraph graph =
        new ComputationGraph(
            TranslationNetwork.of(shape, TranslationRegime.standard(), TOKENS, TOKENS));
    graph.init();
    List<Path> files;
    try (ModelFile model = model(graph.getConfiguration().toJson(), graph.params())) {
      files = OnnxExport.write(model, folder.resolve("t.onnx"));
      assertThat(files).isEqualTo(OnnxExport.files(model, folder.resolve("t.onnx")));
    }
    long[] source = ids(5);
    long[] target = ids(6);
    INDArray[] inputs = {array(source), array(target)};
    INDArray[] masks = {mask(), Nd4j.ones(LENGTHS.length, STEPS)};
    INDArray expected = graph.output(false, inputs, masks, null)[0].permute(0, 2, 1);
    Map<String, float[]> handed;
    try (OnnxRunner encoder = new OnnxRunner(encoderOf(files))) {
      encoder.put("source", source, LENGTHS.length, STEPS);
      handed = encoder.put("lengths", lengths(), LENGTHS.length).run();
    }
    try (OnnxRunner decoder = new OnnxRunner(decoderOf(files))) {
      for (int t = 0; t < STEPS; t++) {
        decoder.put("target", part(target, t, 1), LENGTHS.length, 1);
        for (String input : decoder.inputNames()) {
          if (input.equals("lengths")) {
            decoder.put(input, lengths(), LENGTHS.length);
          } else if (input.startsWith("encoder")) {
            decoder.put(input, handed.get(input), LENGTHS.length, STEPS, 6);
          } else if (!input.equals("target")) {
            decoder.put(input, handed.get(input), LENGTHS.length, 6);
          }
        }
        Map<String, float[]> outputs = decoder.run();
        outputs.forEach((name, value) -> handed.put(name.replace(".next", ""), value));
        assertEqual(
            outputs.get("probabilities"), expected.get(NDArrayIndex.all(), NDArrayIndex.point(t)));
        assertThat(outputs.containsKey("attention")).isEqualTo(!attention.equals("none"));
      }
    }
  }

  @Test
  void aPointerIsRefused() {
    TranslationShape shape =
        TranslationShape.of(Map.of("copy", true, "encoder-hidden", 3, "hidden", 6, "embedding", 5));
    ComputationGraph graph =
        new ComputationGraph(
            TranslationNetwork.of(shape, TranslationRegime.standard(), TOKENS, TOKENS));
    graph.init();
    try (ModelFile model = model(graph.getConfiguration().toJson(), graph.params())) {
      assertThatThrownBy(() -> OnnxExport.write(model, folder.resolve("t.onnx")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("ONNX is not written of it");
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static Path encoderOf(List<Path> files) {
    return files.stream().filter(f -> f.toString().contains("encoder")).findFirst().orElseThrow();
  }

  private static Path decoderOf(List<Path> files) {
    return files.stream().filter(f -> f.toString().contains("decoder")).findFirst().orElseThrow();
  }
}
