package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.StoredWeights;
import io.github.recurrent4j.interchange.onnx.OnnxExport;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.TweetNormalizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The peer at inference: the suite's own networks, exported, in ONNX's runtime, in float32. It is
 * given tokens: to its advantage, reading text is left out and, in translating, the search (a
 * beam's rows are computed, and none is chosen).
 *
 * @param oneThread one thread, or as many as the runtime takes
 */
record OnnxPeer(boolean oneThread) implements Contestant {
  private static final int BEAM = 5;

  @Override
  public Runnable prepare(Work work) {
    return switch (work.mode()) {
      case "forward" -> forward(work, languageModel(work));
      case "generate" -> generate(work, languageModel(work));
      case "classify-one" -> classify(shipped("sentiment-en", "sentiment").get(0));
      default -> translate(shipped("es-en", "translation"));
    };
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("r4j-bench");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<OnnxSession> shipped(String name, String app) {
    return ModelFiles.pretrained(name + ".zip", app, this::sessions);
  }

  private OnnxSession languageModel(Work work) {
    MultiLayerNetwork network = Ours.network(work);
    StoredWeights weights = StoredWeights.copyOf(network.params().toFloatVector());
    return sessions(ModelFile.of(network.getLayerWiseConfigurations().toJson(), weights)).get(0);
  }

  private List<OnnxSession> sessions(ModelFile model) {
    try (model) {
      List<Path> files = OnnxExport.write(model, folder().resolve("model.onnx"));
      List<OnnxSession> sessions =
          files.stream().map(file -> new OnnxSession(file, oneThread)).toList();
      files.forEach(file -> file.toFile().delete());
      return sessions;
    }
  }

  private static Runnable forward(Work work, OnnxSession model) {
    begin(work, model);
    float[] random = RandomText.ids(work).getFeatures().data().asFloat();
    long[] ids = new long[random.length];
    Arrays.setAll(ids, i -> (long) random[i]);
    model.put("input", ids, work.batch(), work.time());
    return model::step;
  }

  private static Runnable generate(Work work, OnnxSession model) {
    return () -> {
      begin(work, model);
      int token = 0;
      for (int i = 0; i < work.tokens(); i++) {
        model.put("input", new long[] {token}, 1, 1);
        token = best(model.step(), 0, work.vocabulary());
      }
    };
  }

  /** States of a text's beginning. */
  private static void begin(Work work, OnnxSession model) {
    for (String name : model.inputNames()) {
      if (!name.equals("input")) {
        float[] zeros = new float[work.batch() * work.hidden()];
        model.put(name, zeros, work.batch(), work.hidden());
      }
    }
  }

  private static Runnable classify(OnnxSession model) {
    List<int[]> tweets;
    try (SentimentClassifier ours = SentimentClassifier.pretrained(Language.EN, Precision.F32)) {
      tweets =
          OursSentiment.tweets().stream()
              .map(text -> ours.codec().encode(TweetNormalizer.normalize(text), 0, null))
              .toList();
    }
    int[] next = new int[1];
    return () -> {
      model.putSource(tweets.get(next[0]++ % tweets.size()));
      model.step();
    };
  }

  /** A sentence's tokens, and how many steps its translation has. */
  private record Sentence(int[] source, int steps) {}

  private static Runnable translate(List<OnnxSession> models) {
    OnnxSession encoder = models.get(0);
    OnnxSession decoder = models.get(1);
    List<Sentence> sentences;
    int tokens;
    try (Translator ours = Translator.pretrained("es-en", Precision.F32)) {
      tokens = ours.targetCodec().vocabulary().size();
      sentences =
          OursTranslation.sentences().stream()
              .map(
                  text -> new Sentence(ours.sourceCodec().encode(text, 0, null), steps(ours, text)))
              .toList();
    }
    int[] next = new int[1];
    return () -> {
      Sentence sentence = sentences.get(next[0]++ % sentences.size());
      encoder.putSource(sentence.source);
      hand(encoder.run(), decoder, sentence.source.length);
      long[] row = new long[BEAM];
      for (int t = 0; t < sentence.steps; t++) {
        decoder.put("target", row.clone(), BEAM, 1);
        FloatBuffer p = decoder.step();
        for (int i = 0; i < BEAM; i++) {
          row[i] = best(p, i * tokens, tokens);
        }
      }
    };
  }

  /** Tokens of our translation, and its end. */
  private static int steps(Translator ours, String text) {
    return 1 + ours.targetCodec().encode(ours.translate(text).text(), 0, null).length;
  }

  /** Gives the decoder what the encoder made of one sentence, for each row of the beam. */
  private static void hand(
      Map<String, OnnxSession.Output> encoded, OnnxSession decoder, int length) {
    for (String name : decoder.inputNames()) {
      OnnxSession.Output one = encoded.get(name);
      if (one != null) {
        int n = one.values().length;
        float[] rows = new float[BEAM * n];
        for (int i = 0; i < BEAM; i++) {
          System.arraycopy(one.values(), 0, rows, i * n, n);
        }
        long[] shape = one.shape().clone();
        shape[0] = BEAM;
        decoder.put(name, rows, shape);
      }
    }
    long[] lengths = new long[BEAM];
    Arrays.fill(lengths, length);
    decoder.put("lengths", lengths, BEAM);
  }

  private static int best(FloatBuffer values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values.get(from + i) > values.get(from + best)) {
        best = i;
      }
    }
    return best;
  }
}
