package io.github.recurrent4j.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.search.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class LessonsTest {
  private static final Path ENGLISH = Path.of("../../datasets/en.txt");

  @Test
  void eigenvaluesDecideWhetherGradientsVanish() {
    double[] small =
        GradientFlow.norms(RecurrentCell.random(Cell.RNN, 8, 32, 0.8, 0, 1), 100, 8, 1);
    double[] large =
        GradientFlow.norms(RecurrentCell.random(Cell.RNN, 8, 32, 1.8, 0, 1), 100, 8, 1);
    double[] kept = GradientFlow.norms(RecurrentCell.random(Cell.GRU, 8, 32, 1, 5, 1), 100, 8, 1);
    assertThat(small[0]).isCloseTo(1, Offset.offset(1e-9));
    // tanh's slope is at most 1: the norm falls at least as fast as the eigenvalues' powers.
    assertThat(small[99]).isLessThan(Math.pow(0.8, 99));
    assertThat(large[99]).isGreaterThan(10);
    assertThat(kept[99]).isBetween(0.05, 2.0);
  }

  @Test
  void gradientsOfATrainedModelAreFollowed(@TempDir Path folder) {
    TextGradients gradients =
        new TextGradients(ENGLISH, 32, TextGradients.regime(20, 1, 1), folder);
    TextGradients.Flow rnn = gradients.run(Cell.RNN, 30);
    assertThat(rnn.start()).hasSize(30);
    assertThat(rnn.start()[0]).isCloseTo(1, Offset.offset(1e-9));
    assertThat(rnn.trained()[0]).isCloseTo(1, Offset.offset(1e-9));
    // The recurrent weights are drawn from 1/sqrt(32): their eigenvalues lie below 0.6.
    assertThat(rnn.start()[29]).isLessThan(1e-4);
    assertThat(rnn.trained()[29]).isPositive().isNotEqualTo(rnn.start()[29]);
  }

  @Test
  void theCliffsGradientIsItsSlope() {
    Cliff cliff = new Cliff(6, 0.5, 0.7);
    double e = 1e-6;
    Cliff.Point p = cliff.at(1.3, -0.4);
    assertThat(p.dw())
        .isCloseTo(
            (cliff.at(1.3 + e, -0.4).loss() - cliff.at(1.3 - e, -0.4).loss()) / (2 * e),
            Offset.offset(1e-8));
    assertThat(p.db())
        .isCloseTo(
            (cliff.at(1.3, -0.4 + e).loss() - cliff.at(1.3, -0.4 - e).loss()) / (2 * e),
            Offset.offset(1e-8));
  }

  @Test
  void clippingKeepsDescentFromBeingThrownOffTheCliff() {
    Cliff cliff = Cliff.standard();
    Cliff.Point[] without = cliff.descend(4.8, -1.9, 0.5, Double.POSITIVE_INFINITY, 200);
    Cliff.Point[] with = cliff.descend(4.8, -1.9, 0.5, 0.1, 200);
    assertThat(without[200].loss()).isGreaterThan(0.08);
    assertThat(with[200].loss()).isLessThan(0.005);
  }

  @Test
  void aLanguageModelDivergesWithoutClippingOnly() {
    Divergence.Run without = Divergence.train(ENGLISH, 3, Double.POSITIVE_INFINITY, 60, 1);
    Divergence.Run with = Divergence.train(ENGLISH, 3, 0.25, 60, 1);
    assertThat(without.broke() || without.end() > without.losses()[0] + 1).isTrue();
    assertThat(with.end()).isLessThan(with.losses()[0] - 0.5);
  }

  @Test
  void memoryTasksAskForWhatCameEarly() {
    DataSet recall = MemoryTask.RECALL.batch(4, 6, new Random(1));
    DataSet adding = MemoryTask.ADDING.batch(4, 6, new Random(1));
    for (int n = 0; n < 4; n++) {
      for (int s = 0; s < MemoryTask.RECALL.outputs(); s++) {
        assertThat(recall.getFeatures().getDouble(n, s, 0))
            .isEqualTo(recall.getLabels().getDouble(n, s));
      }
      double sum = 0;
      double marks = 0;
      for (int t = 0; t < 6; t++) {
        double mark = adding.getFeatures().getDouble(n, 1, t);
        marks += mark;
        sum += mark * adding.getFeatures().getDouble(n, 0, t);
      }
      assertThat(marks).isEqualTo(2);
      assertThat(adding.getLabels().getDouble(n, 0)).isCloseTo(sum, Offset.offset(1e-6));
    }
  }

  @Test
  void aGatedCellRecallsOverTwentySteps() {
    MemoryExperiment.Outcome outcome =
        MemoryExperiment.of(MemoryTask.RECALL, 500).run(Cell.GRU, 20, 1);
    assertThat(outcome.success()).isGreaterThan(0.9);
  }

  @Test
  void aWindowCannotSeeBeyondItself() {
    AgreementExperiment experiment = new AgreementExperiment(4, 150, 1);
    double[] window = experiment.run(LanguageModelShape.Hidden.FFN, 2, 32);
    double[] recurrent = experiment.run(LanguageModelShape.Hidden.GRU, 1, 32);
    assertThat(window[0]).isGreaterThan(0.95);
    assertThat(window[4]).isBetween(0.35, 0.65);
    assertThat(recurrent[4]).isGreaterThan(0.95);
  }

  @Test
  void moreContextHelps(@TempDir Path folder) throws IOException {
    String text = Files.readString(ENGLISH);
    Path valid = Files.writeString(folder.resolve("valid.txt"), text.substring(0, 4000));
    Path train = Files.writeString(folder.resolve("train.txt"), text.substring(4000));
    ContextExperiment experiment =
        new ContextExperiment(LanguageModelData.of(train, valid), 6, 20_000, folder, 1);
    try (LanguageModel model = experiment.recurrent(LanguageModelShape.Hidden.GRU)) {
      double one = experiment.limited(model, 1);
      double sixteen = experiment.limited(model, 16);
      assertThat(sixteen).isLessThan(0.9 * one);
      // A context of sixteen characters says nearly all that this small model can use.
      assertThat(sixteen).isCloseTo(model.evaluate(valid).perplexity(), Offset.offset(1.5));
    }
    assertThat(experiment.feedForward(2)).isBetween(2.0, 40.0);
  }

  @Test
  void sameSizeFindsTheClosest() {
    assertThat(SameSize.hidden(h -> 10L * h, 94)).isEqualTo(9);
    assertThat(SameSize.hidden(h -> 10L * h, 96)).isEqualTo(10);
  }

  @Test
  void groupsHaveStudentsInterval() {
    List<Trial> trials =
        List.of(trial("gru", 1), trial("gru", 2), trial("lstm", 7), trial("gru", 3));
    Map<Object, Groups.Summary> groups = Groups.by("cell", trials);
    Groups.Summary gru = groups.get("gru");
    assertThat(gru.mean()).isEqualTo(2);
    assertThat(gru.deviation()).isEqualTo(1);
    // t(0.975, 2 degrees of freedom) = 4.303
    assertThat(gru.halfWidth()).isCloseTo(4.303 / Math.sqrt(3), Offset.offset(1e-3));
    assertThat(groups.get("lstm").halfWidth()).isNaN();
  }

  private static Trial trial(String cell, double score) {
    return new Trial(
        0, Map.of("cell", cell), new double[0], Trial.Status.COMPLETE, score, 1, "", List.of());
  }
}
