package io.github.recurrent4j.captioning;

import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.training.BucketedBatches;
import io.github.recurrent4j.training.TeacherForcing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Minibatches of inputs, each with its caption in every language. */
final class CaptionBatches extends BucketedBatches {
  private final Captioner captioner;
  private final CaptionRegime regime;
  private final List<CaptionExample> examples;
  private final KnownCaptions known;

  private CaptionBatches(
      Captioner captioner, CaptionRegime regime, List<CaptionExample> examples, int[] lengths) {
    super(lengths, lengths, regime.batchTokens(), regime.training().seed());
    this.captioner = captioner;
    this.regime = regime;
    this.examples = examples;
    this.known = captioner.words().known();
  }

  static CaptionBatches of(
      Captioner captioner, List<CaptionExample> examples, CaptionRegime regime) {
    int[] lengths =
        examples.stream()
            .mapToInt(
                e ->
                    e.captions().stream()
                        .mapToInt(c -> captioner.codec().encode(c).length + 1)
                        .max()
                        .orElse(1))
            .toArray();
    if (captioner.shape().pictures()) {
      // Captions of a length are of a kind, such as flags: a minibatch of one kind would normalize
      // away what all its pictures have in common. So lengths do not part them.
      Arrays.fill(lengths, (int) Math.ceil(Arrays.stream(lengths).average().orElse(1)));
    }
    return new CaptionBatches(captioner, regime, examples, lengths);
  }

  @Override
  protected MultiDataSet batch(int[] numbers, double progress, Random random) {
    int languages = captioner.languages().size();
    Grid[] grids = new Grid[numbers.length];
    int[] firsts = new int[languages * numbers.length];
    int[][] targets = new int[firsts.length][];
    float[][] stems = new float[firsts.length][1];
    float[][] additions = new float[firsts.length][1];
    PictureNoise noise = new PictureNoise(regime.augmentation(), regime.tint());
    for (int i = 0; i < numbers.length; i++) {
      CaptionExample example = examples.get(numbers[i]);
      grids[i] =
          example.input() instanceof Picture picture
              ? noise.grid(picture, captioner.shape(), random)
              : example.input().grid(captioner.shape());
      for (int l = 0; l < languages; l++) {
        String caption = example.captions().get(l);
        int row = l * numbers.length + i;
        firsts[row] = captioner.languageToken(l);
        stems[row][0] = known.stem(example.captions());
        additions[row][0] = known.addition(example.captions());
        targets[row] =
            caption.isEmpty()
                ? null
                : captioner.codec().encode(caption, regime.bpeDropout(), random);
      }
    }
    TeacherForcing target = TeacherForcing.of(firsts, targets);
    setTokens(target.tokens());
    INDArray values =
        Nd4j.createFromArray(Grids.timeMajor(grids))
            .reshape('c', grids[0].steps(), grids.length, grids[0].size());
    return new MultiDataSet(
        new INDArray[] {target.input(), TimeMajor.toFormat(values, RNNFormat.NCW)},
        captioner.shape().known()
            ? new INDArray[] {
              target.labels(), Nd4j.createFromArray(stems), Nd4j.createFromArray(additions)
            }
            : new INDArray[] {target.labels()},
        null,
        null);
  }
}
