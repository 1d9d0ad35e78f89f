package io.github.recurrent4j.interchange.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.github.recurrent4j.inference.DecoderLayers;
import io.github.recurrent4j.inference.Decoding;
import io.github.recurrent4j.inference.Encoder;
import io.github.recurrent4j.inference.EncoderLayers;
import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.Slots;
import io.github.recurrent4j.inference.StepDecoder;
import io.github.recurrent4j.inference.model.NetworkDescription;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.Sentiment;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.translation.TranslationShape;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.TweetNormalizer;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped models say the same in ONNX's runtime as in this suite. */
class ShippedModelsTest {
  private static final float EQUAL = 1e-4f;

  @TempDir Path folder;

  private List<Path> export(String name, String app) {
    return ModelFiles.pretrained(
        name + ".zip",
        app,
        model -> {
          List<Path> files = OnnxExport.write(model, folder.resolve(name + ".onnx"));
          model.close();
          return files;
        });
  }

  @ParameterizedTest
  @CsvSource({"EN, sentiment-en", "ES, sentiment-es"})
  void classifiers(Language language, String name) throws OrtException {
    List<String> texts = List.of("I love this :) @you", "no me gusta nada esto", "It is Tuesday.");
    try (SentimentClassifier model = SentimentClassifier.pretrained(language, Precision.F32);
        OnnxRunner runtime = new OnnxRunner(export(name, "sentiment").get(0))) {
      int[][] ids =
          texts.stream()
              .map(text -> model.codec().encode(TweetNormalizer.normalize(text), 0, null))
              .toArray(int[][]::new);
      put(runtime, ids);
      float[] p = runtime.run().get("probabilities");
      List<Sentiment> expected = model.classify(texts);
      for (int i = 0; i < p.length; i++) {
        assertThat((double) p[i])
            .isCloseTo(expected.get(i / 3).probabilities()[i % 3], within((double) EQUAL));
      }
      assertThat(runtime.metadata()).containsKeys("app", "config", "source-codec.txt");
    }
  }

  private static void put(OnnxRunner runtime, int[][] ids) throws OrtException {
    int steps = Arrays.stream(ids).mapToInt(row -> row.length).max().orElseThrow();
    long[] source = new long[ids.length * steps];
    for (int b = 0; b < ids.length; b++) {
      for (int t = 0; t < ids[b].length; t++) {
        source[b * steps + t] = ids[b][t];
      }
    }
    long[] lengths = Arrays.stream(ids).mapToLong(row -> row.length).toArray();
    runtime.put("source", source, ids.length, steps).put("lengths", lengths, ids.length);
  }

  @ParameterizedTest
  @CsvSource({
    "shakespeare, 4, 'To be, or not to be: that is the question.'",
    "spanish, 2, 'Ayer llovió, y hoy hace sol.'"
  })
  void theLanguageModelAtEachStep(String name, int inputs, String text) throws OrtException {
    try (LanguageModel model = LanguageModel.pretrained(name, Precision.F32);
        OnnxRunner runtime = new OnnxRunner(export(name, "language-model").get(0))) {
      Vocabulary vocabulary = model.vocabulary();
      int hidden = model.shape().hidden();
      Map<String, float[]> states = new TreeMap<>();
      runtime.inputNames().stream()
          .filter(input -> !input.equals("input"))
          .forEach(input -> states.put(input, new float[hidden]));
      assertThat(states).hasSize(inputs);
      // A text begins after a line's end.
      int[] token = {vocabulary.id(vocabulary.contains("\n") ? "\n" : Vocabulary.END)};
      Iterator<Integer> ids = Arrays.stream(model.encode(text)).iterator();
      model.reading(
          text,
          0,
          step -> {
            try {
              runtime.put("input", new long[] {token[0]}, 1, 1);
              for (Map.Entry<String, float[]> state : states.entrySet()) {
                runtime.put(state.getKey(), state.getValue(), 1, hidden);
              }
              Map<String, float[]> outputs = runtime.run();
              states.replaceAll((key, value) -> outputs.get(key + ".next"));
              token[0] = ids.next();
              double p = outputs.get("probabilities")[token[0]];
              assertThat(p).isCloseTo(Math.exp(step.logProbability()), within((double) EQUAL));
              return true;
            } catch (OrtException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  /** What one step of our decoder gave. */
  private record Step(float[] probabilities, float[] weights) {}

  @ParameterizedTest
  @ValueSource(strings = {"es-en", "en-es", "phonemes"})
  void theTranslatorsDecoderAtEachStep(String name) throws OrtException {
    int[][] sources = {{7, 12, 9, 4, 11, 8}, {5, 10, 6}};
    int[][] targets = {{1, 14}, {13, 7}, {20, 9}, {12, 3}};
    List<Path> files = export(name, "translation");
    Step[][] expected = ours(name, sources, targets);
    Map<String, float[]> handed;
    try (OnnxRunner encoder = new OnnxRunner(files.get(0))) {
      put(encoder, sources);
      handed = encoder.run();
    }
    int rows = sources.length;
    try (OnnxRunner decoder = new OnnxRunner(files.get(1))) {
      for (int t = 0; t < targets.length; t++) {
        decoder.put("target", Arrays.stream(targets[t]).mapToLong(i -> i).toArray(), rows, 1);
        decoder.put("lengths", new long[] {sources[0].length, sources[1].length}, rows);
        for (String input : decoder.inputNames()) {
          float[] value = handed.get(input);
          if (input.startsWith("encoder")) {
            int steps = sources[0].length;
            decoder.put(input, value, rows, steps, value.length / rows / steps);
          } else if (value != null) {
            decoder.put(input, value, rows, value.length / rows);
          }
        }
        Map<String, float[]> outputs = decoder.run();
        outputs.forEach((output, value) -> handed.put(output.replace(".next", ""), value));
        for (int row = 0; row < rows; row++) {
          Step step = expected[t][row];
          assertRow(outputs.get("probabilities"), row, step.probabilities);
          assertRow(outputs.get("attention"), row, step.weights);
        }
      }
    }
  }

  private static void assertRow(float[] all, int row, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(all[row * expected.length + i]).isCloseTo(expected[i], within(EQUAL));
    }
  }

  /** The same steps on the suite's own kernels. */
  private static Step[][] ours(String name, int[][] sources, int[][] targets) {
    TranslationShape shape;
    int[] tokens;
    try (Translator translator = Translator.pretrained(name, Precision.F32)) {
      shape = translator.shape();
      tokens =
          new int[] {
            translator.sourceCodec().vocabulary().size(),
            translator.targetCodec().vocabulary().size()
          };
    }
    return ModelFiles.pretrained(
        name + ".zip",
        "translation",
        model -> {
          try (Slots slots = new Slots("the test", () -> {});
              PackedNetwork packed = new PackedNetwork(model, Precision.F32)) {
            Encoder encoder = new Encoder(packed, encoder(model.network(), shape, tokens[0]));
            StepDecoder decoder =
                new StepDecoder(packed, decoder(model.network(), shape, tokens[1]));
            return slots.with(slot -> steps(slot, encoder, decoder, sources, targets));
          } finally {
            model.close();
          }
        });
  }

  private static EncoderLayers encoder(NetworkDescription network, TranslationShape s, int tokens) {
    return EncoderLayers.of(
        network,
        "source",
        tokens,
        s.embedding(),
        s.cell().name(),
        s.encoderLayers(),
        s.encoderHidden(),
        true,
        true);
  }

  private static DecoderLayers decoder(NetworkDescription network, TranslationShape s, int tokens) {
    return DecoderLayers.of(
        network,
        s.cell().name(),
        s.decoderLayers(),
        s.hidden(),
        s.embedding(),
        tokens,
        s.attention().map(Enum::name),
        EncoderLayers.sequenceName(s.encoderLayers() - 1),
        2 * s.encoderHidden());
  }

  private static Step[][] steps(
      Slot slot, Encoder encoder, StepDecoder decoder, int[][] sources, int[][] targets) {
    Step[][] result = new Step[targets.length][sources.length];
    Scope scope = slot.scope();
    try (Decoding decoding = decoder.begin(slot, scope, encoder.encode(slot, scope, sources), 1)) {
      for (int t = 0; t < targets.length; t++) {
        decoding.step(targets[t]);
        for (int row = 0; row < sources.length; row++) {
          float[] p = new float[decoder.tokens()];
          decoding.probabilities(row, p);
          // Past the longest source's steps our memory has some that do not count.
          float[] weights = Arrays.copyOf(decoding.weights(row), sources[0].length);
          result[t][row] = new Step(p, weights);
        }
      }
    }
    return result;
  }
}
