package io.github.recurrent4j.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.inference.Decoding;
import io.github.recurrent4j.inference.Slots;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.TextCodec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CaptionerTest {
  private static final Map<String, String> SMALL =
      Map.of(
          "size",
          "16",
          "stages",
          "2",
          "channels",
          "8",
          "memory",
          "32",
          "hidden",
          "32",
          "embedding",
          "24",
          "units",
          "word",
          "vocabulary",
          "60");

  @TempDir Path folder;

  private static CaptionShape shape(String... others) {
    CaptionShape shape = CaptionShape.of(SMALL);
    for (int i = 0; i < others.length; i += 2) {
      shape =
          io.github.recurrent4j.vectorization.settings.Settings.of(CaptionShape.class)
              .with(shape, Map.of(others[i], others[i + 1]));
    }
    return shape;
  }

  static Stream<CaptionShape> shapes() {
    return Stream.of(
        shape(),
        shape("cell", "lstm", "decoder-layers", "2", "attention", "mlp"),
        shape("attention", "none", "stages", "1"),
        shape("input", "edges", "size", "24"),
        shape("depth", "1"),
        shape("depth", "2", "whole", "true", "known", "true"),
        shape("features", "7", "grid", "3"));
  }

  private static List<CaptionExample> drawings(CaptionShape shape, int count) {
    return ShapeDrawings.draw(count, 1).stream().map(d -> d.example(shape)).toList();
  }

  private static Captioner untrained(CaptionShape shape, CaptionWords words) {
    ComputationGraph graph =
        new ComputationGraph(
            CaptionNetwork.of(
                shape,
                CaptionRegime.standard(),
                words.codec().vocabulary().size(),
                2,
                words.known()));
    graph.init();
    // Biases begin at 0, where a forgotten one would not be seen.
    graph.params().addi(Nd4j.rand(graph.params().shape()).subi(0.5).muli(0.1));
    return new Captioner(
        ModelNetwork.ofTrained(graph), shape, words, new ObjectMapper().createObjectNode());
  }

  private static CaptionWords words(CaptionShape shape) {
    TextCodec codec =
        shape
            .units()
            .learn(
                ShapeDrawings.draw(50, 1).stream().map(ShapeDrawings.Drawing::english).toList(),
                60);
    KnownCaptions known = KnownCaptions.of(drawings(shape(), 20));
    return new CaptionWords(
        codec, ShapeDrawings.languages(), shape.known() ? known : KnownCaptions.NONE);
  }

  private static Grid features(int seed) {
    float[] values = new float[21];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(seed * 31 + i);
    }
    return new Grid(3, 7, values);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void trainingAndInferenceComputeTheSame(CaptionShape shape) throws IOException {
    CaptionWords words = words(shape);
    try (Captioner captioner = untrained(shape, words)) {
      Grid[] grids = {
        shape.pictures() ? drawings(shape, 2).get(0).input().grid(shape) : features(1),
        shape.pictures() ? drawings(shape, 2).get(1).input().grid(shape) : features(2)
      };
      // Two languages: English of both, then Spanish of both.
      int[][] read = {
        {captioner.languageToken(0), 4, 5},
        {captioner.languageToken(0), 6, 7},
        {captioner.languageToken(1), 5, 4},
        {captioner.languageToken(1), 8, 9}
      };
      INDArray values =
          Nd4j.createFromArray(Grids.timeMajor(grids))
              .reshape('c', grids[0].steps(), 2, grids[0].size());
      INDArray[] outputs =
          captioner
              .network()
              .output(
                  Nd4j.createFromArray(read).castTo(values.dataType()),
                  TimeMajor.toFormat(values, RNNFormat.NCW));
      INDArray expected = outputs[0];
      Path file = folder.resolve("m.zip");
      captioner.save(file);
      ModelFile stored = ModelFile.read(() -> Files.newInputStream(file), "captioning");
      int tokens = words.tokens();
      CaptionLayers layers = CaptionLayers.of(stored.network(), shape, words);
      try (Slots slots = new Slots("the test", stored::close);
          CaptionPlan plan = new CaptionPlan(stored, layers, shape, Precision.F32)) {
        for (int language = 0; language < 2; language++) {
          int first = 2 * language;
          slots.with(
              slot -> {
                try (Decoding decoding = plan.decode(slot, grids, 1)) {
                  if (shape.known()) {
                    same(plan.known(slot, grids).stem(), outputs[1], first);
                    same(plan.known(slot, grids).addition(), outputs[2], first);
                  }
                  float[] p = new float[tokens];
                  for (int t = 0; t < 3; t++) {
                    decoding.step(new int[] {read[first][t], read[first + 1][t]});
                    for (int row = 0; row < 2; row++) {
                      decoding.probabilities(row, p);
                      for (int token = 0; token < tokens; token++) {
                        assertThat((double) p[token])
                            .isCloseTo(expected.getDouble(first + row, token, t), within(1e-5));
                      }
                    }
                  }
                }
                return null;
              });
        }
      }
    }
  }

  private static void same(float[][] likely, INDArray expected, int first) {
    for (int row = 0; row < likely.length; row++) {
      for (int k = 0; k < likely[row].length; k++) {
        assertThat((double) likely[row][k])
            .isCloseTo(expected.getDouble(first + row, k), within(1e-5));
      }
    }
  }

  /** Without noise and averaging, which help where there is more to learn from. */
  private static CaptionRegime quick(int batchTokens, int epochs, double rate) {
    return CaptionRegime.standard()
        .withDropout(0)
        .withLabelSmoothing(0)
        .withAugmentation(0)
        .withBatchTokens(batchTokens)
        .training(t -> t.withEpochs(epochs).withLearningRate(rate).withAverage(0).withPatience(0));
  }

  /** The same examples many times over: an epoch of them is a good while of training. */
  private static List<CaptionExample> often(List<CaptionExample> examples) {
    return Collections.nCopies(10, examples).stream().flatMap(List::stream).toList();
  }

  @Test
  void tellsTheCaptionsOfItsTrainingApart() {
    CaptionShape shape = shape("whole", "true", "known", "true", "even", "true");
    List<CaptionExample> examples = drawings(shape, 12);
    CaptionData data = CaptionData.of(ShapeDrawings.languages(), often(examples), examples);
    Path file = folder.resolve("m.zip");
    try (Captioner captioner =
        CaptionTrainer.train(
            shape, quick(64, 12, 0.004), data, Output.to(file), TrainingListener.NONE)) {
      CaptionOptions known = CaptionOptions.standard().withSaid(CaptionOptions.Said.KNOWN);
      CaptionEvaluation evaluation =
          CaptionEvaluation.of(captioner, captioner.languages(), examples, known);
      assertThat(evaluation.all().exact()).isGreaterThan(0.9);
      List<Caption> best =
          captioner.nBest(List.of(examples.get(0).input()), "es", known.withNBest(3)).get(0);
      assertThat(best).hasSize(3);
      assertThat(best.get(0).score()).isGreaterThan(best.get(1).score());
      assertThat(best.get(0).text()).isEqualTo(examples.get(0).captions().get(1));
      try (Captioner again = Captioner.load(file)) {
        assertThat(again.words().known().counts()).isEqualTo(captioner.words().known().counts());
        assertThat(again.words().known().counts()).allMatch(count -> count % 10 == 0);
      }
    }
  }

  @Test
  void learnsWhatItIsShownAndKeepsIt() throws IOException {
    CaptionShape shape = shape();
    List<CaptionExample> examples =
        drawings(shape, 120).stream().filter(e -> e.captions().get(0).length() < 16).toList();
    CaptionRegime regime = quick(64, 20, 0.004).withEncoderRate(0.5);
    Path file = folder.resolve("m.zip");
    CaptionData data = CaptionData.of(ShapeDrawings.languages(), often(examples), examples);
    try (Captioner captioner =
        CaptionTrainer.train(shape, regime, data, Output.to(file), TrainingListener.NONE)) {
      CaptionEvaluation evaluation =
          CaptionEvaluation.of(
              captioner, captioner.languages(), examples, CaptionOptions.standard());
      assertThat(evaluation.byLanguage().keySet()).containsExactly("en", "es");
      assertThat(evaluation.all().count()).isEqualTo(2 * examples.size()).isGreaterThan(30);
      assertThat(evaluation.all().exact()).isGreaterThan(0.6);
      CaptionEvaluation frequent =
          CaptionEvaluation.of(Baselines.mostFrequent(examples), captioner.languages(), examples);
      assertThat(frequent.all().cider()).isLessThan(evaluation.all().cider());

      ShapeDrawings.Drawing drawing = ShapeDrawings.draw(1, 1).get(0);
      Caption caption = captioner.caption(drawing.image(), "es");
      assertThat(caption.language()).isEqualTo("es");
      assertThat(caption.attention()).hasDimensions(caption.tokens().size(), shape.places());
      for (float[] row : caption.attention()) {
        double sum = 0;
        for (float w : row) {
          sum += w;
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
      }
      Path png = folder.resolve("a.png");
      AttentionPicture.write(drawing.image(), caption, png);
      assertThat(ImageIO.read(png.toFile()).getWidth()).isPositive();

      Path picture = folder.resolve("d.png");
      ImageIO.write(drawing.image(), "png", picture.toFile());
      assertThat(captioner.caption(picture, "es").text()).isEqualTo(caption.text());
      Path half = folder.resolve("half.zip");
      captioner.save(half, WeightType.F16);
      try (Captioner again = Captioner.load(half)) {
        assertThat(again.caption(drawing.image(), "es").text()).isEqualTo(caption.text());
        assertThat(again.shape()).isEqualTo(shape);
      }
      assertThatThrownBy(() -> captioner.caption(drawing.image(), "fr"))
          .isInstanceOf(BadOptionException.class)
          .hasMessageContaining("en, es");
      assertThatThrownBy(() -> captioner.caption(Grid.of(1, 2), "en"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pictures");
    }
  }

  @Test
  void featuresOfAnotherNetworkAreCaptionedAndAMissingCaptionIsNoLesson() {
    CaptionShape shape = shape("features", "4");
    List<CaptionExample> examples =
        List.of(
            new CaptionExample("1", Grid.of(1, 0, 0, 0), List.of("cat", "gato")),
            new CaptionExample("2", Grid.of(0, 1, 0, 0), List.of("dog", "perro")),
            new CaptionExample("3", Grid.of(0, 0, 1, 0), List.of("", "casa")),
            new CaptionExample("4", Grid.of(0, 0, 0, 1), List.of("tree", "")));
    CaptionRegime regime = quick(16, 15, 0.01);
    CaptionData data = CaptionData.of(ShapeDrawings.languages(), often(examples), examples);
    try (Captioner captioner =
        CaptionTrainer.train(
            shape, regime, data, Output.to(folder.resolve("f.zip")), TrainingListener.NONE)) {
      assertThat(captioner.caption(Grid.of(1, 0, 0, 0), "en").text()).isEqualTo("cat");
      assertThat(captioner.caption(Grid.of(0, 1, 0, 0), "es").text()).isEqualTo("perro");
      assertThat(captioner.caption(Grid.of(0, 0, 1, 0), "es").text()).isEqualTo("casa");
    }
  }

  @Test
  void aFileOfAnotherAppOrAWrongListOfLanguagesIsRefused() {
    CaptionShape shape = shape();
    Path file = folder.resolve("m.zip");
    try (Captioner captioner = untrained(shape, words(shape))) {
      captioner.save(file);
    }
    assertThatThrownBy(() -> Captioner.load(folder.resolve("none.zip")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("r4j captioning train");
    assertThatThrownBy(() -> ModelFile.read(() -> Files.newInputStream(file), "translation"))
        .hasMessageContaining("captioning");
  }

  @Test
  void picturesKeepTheirFormAndColours() {
    BufferedImage wide = new BufferedImage(20, 10, BufferedImage.TYPE_INT_ARGB);
    for (int x = 0; x < 20; x++) {
      for (int y = 0; y < 10; y++) {
        wide.setRGB(x, y, x < 10 ? 0xffff0000 : 0x800000ff);
      }
    }
    Picture picture = Picture.of(wide, 8);
    // Rows 2 to 5 are filled, the left half red, the right half a transparent blue.
    assertThat(pixel(picture, 0, 4)).containsExactly(0, 0, 0, 0);
    assertThat(pixel(picture, 3, 1)).containsExactly(new float[] {1, 0, 0, 1}, within(1e-6f));
    assertThat(pixel(picture, 3, 6))
        .containsExactly(new float[] {0, 0, 128 / 255f, 128 / 255f}, within(1e-6f));
    assertThat(picture.image().getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
    assertThat(picture.image().getRGB(1, 3) & 0xffffff).isEqualTo(0xff0000);
  }

  private static float[] pixel(Picture picture, int y, int x) {
    return java.util.Arrays.copyOfRange(
        picture.colours(), (y * picture.side() + x) * 4, (y * picture.side() + x) * 4 + 4);
  }
}
