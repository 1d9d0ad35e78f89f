package io.github.recurrent4j.captioning;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.ConvolutionSpec;
import io.github.recurrent4j.kernels.Patches;
import io.github.recurrent4j.layers.Attention;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shape of a captioner: what rebuilds its network. It stands in the model file. */
@RecordBuilder
public record CaptionShape(
    @Setting(
            value = "32",
            range = "[8, 256]",
            doc =
                "side in pixels that pictures are scaled to; a multiple of 2 to the power of --stages,"
                    + " with --input edges of three times as much")
        int size,
    @Setting(
            value = "false",
            doc =
                "cut off what is transparent around a drawing, so that drawings of all hands are of"
                    + " one size")
        boolean crop,
    @Setting(
            value = "pixels",
            doc =
                "what the first convolution reads: pixels, or edges by direction and the mean"
                    + " colour of cells of 6 x 6 pixels, which differ less from hand to hand")
        PictureInput input,
    @Setting(
            value = "3",
            range = "[1, 6]",
            doc = "stages of convolutions, each of which halves the picture's side")
        int stages,
    @Setting(
            value = "0",
            range = "[0, 8]",
            doc =
                "residual blocks of two convolutions behind the convolution that each stage begins"
                    + " with")
        int depth,
    @Setting(
            value = "48",
            range = "[1, 1024]",
            doc = "channels of the first stage; each further stage has twice as many")
        int channels,
    @Setting(
            value = "false",
            doc =
                "a last convolution over the whole grid makes one vector of it: for drawings of one"
                    + " thing, where each place has its meaning; without it the decoder attends to"
                    + " places")
        boolean whole,
    @Setting(
            value = "false",
            doc =
                "also learn to tell the captions of the training data apart, which trains the"
                    + " convolutions sooner; the captioner can then say the likeliest of them")
        boolean known,
    @Setting(
            value = "false",
            doc =
                "before it sees a picture the captioner holds all known captions to be alike, however"
                    + " often each is in the training data: for data where that says nothing")
        boolean even,
    @Setting(
            value = "0",
            range = "[0, 1000000]",
            doc = "size of the feature vectors that are read in place of pictures; 0: pictures")
        int features,
    @Setting(
            value = "1",
            range = "[1, 10000]",
            doc = "feature vectors of each example, such as the places of a network's last grid")
        int grid,
    @Setting(
            value = "192",
            range = "[1, inf)",
            doc = "size of the vectors that the decoder attends to")
        int memory,
    @Setting(value = "gru", doc = "recurrence of the decoder") Cell cell,
    @Setting(value = "1", range = "[1, inf)", doc = "layers of the decoder") int decoderLayers,
    @Setting(value = "256", range = "[1, inf)", doc = "hidden size of the decoder") int hidden,
    @Setting(value = "128", range = "[1, inf)", doc = "size of the token vectors and the readout")
        int embedding,
    @Setting(
            value = "general",
            doc = "how the decoder scores the places of a picture; none: it gets their mean only")
        Optional<Attention.Score> attention,
    @Setting(value = "bpe", doc = "what a token is") Units units,
    @Setting(value = "3000", range = "[30, inf)", doc = "tokens in the vocabulary, at most")
        int vocabulary)
    implements CaptionShapeBuilder.With, Rules {
  private static final int COORDINATES = 2;
  private static final int KERNEL = 3;

  /** A captioner of pictures of 32 x 32 pixels, with GRU and Luong's attention. */
  public static CaptionShape standard() {
    return Settings.standard(CaptionShape.class);
  }

  /**
   * The standard shape with other values.
   *
   * @param values by name, as on the command line
   */
  public static CaptionShape of(Map<String, ?> values) {
    return Settings.of(CaptionShape.class).with(standard(), values);
  }

  /** Whether it reads pictures, not features. */
  public boolean pictures() {
    return features == 0;
  }

  /** Steps of what the network reads: places of the picture, or feature vectors. */
  public int inputSteps() {
    int side = size / input.cell();
    return pictures() ? side * side : grid;
  }

  /** Values of each step. */
  public int inputSize() {
    return pictures() ? input.channels() + COORDINATES : features;
  }

  /** Places that the decoder attends to. */
  public int places() {
    return pictures() ? side() * side() : grid;
  }

  /** Places from top to bottom and from left to right; of features 1 is the height. */
  public int rows() {
    return pictures() ? side() : 1;
  }

  private int side() {
    return whole ? 1 : (size / input.cell()) >> (stages - 1);
  }

  /** The convolutions, from the picture up; none for features. */
  List<Convolution> convolutions() {
    List<Convolution> all = new ArrayList<>();
    int in = inputSize();
    int side = size / input.cell();
    for (int stage = 0; pictures() && stage < stages; stage++) {
      int out = channels << stage;
      Patches halving = new Patches(side, side, KERNEL, stage == 0 ? 1 : 2);
      all.add(new Convolution(all.size(), new ConvolutionSpec(halving, in, out, true), false));
      side = halving.outputWidth();
      Patches same = new Patches(side, side, KERNEL, 1);
      for (int block = 0; block < depth; block++) {
        all.add(new Convolution(all.size(), new ConvolutionSpec(same, out, out, true), false));
        all.add(new Convolution(all.size(), new ConvolutionSpec(same, out, out, false), true));
      }
      in = out;
    }
    if (pictures() && whole) {
      Patches everything = new Patches(side, side, side, side);
      all.add(
          new Convolution(all.size(), new ConvolutionSpec(everything, in, memory, true), false));
    }
    return all;
  }

  /**
   * A convolution.
   *
   * @param number from 0
   * @param spec what it computes
   * @param added whether what the convolution before it read is added to what it gives, which then
   *     is at least 0: the end of a residual block
   */
  record Convolution(int number, ConvolutionSpec spec, boolean added) {
    String name() {
      return "convolution-" + number;
    }

    /** Name of the sum of a block, if it is added. */
    String sumName() {
      return "sum-" + number;
    }
  }

  @Override
  public void check() {
    int multiple = input.cell() << (stages - 1);
    require(
        !pictures() || size % multiple == 0,
        "--size must be a multiple of "
            + multiple
            + ": "
            + input.cell()
            + " pixels a place, and each of the --stages after the first halves the side");
    require(pictures() || (long) features * grid <= 1 << 24, "--features times --grid is too much");
    require(known || !even, "--even goes with --known");
    require(
        attention.orElse(null) != Attention.Score.DOT || memory == hidden,
        "--attention dot needs --memory to be --hidden");
  }
}
