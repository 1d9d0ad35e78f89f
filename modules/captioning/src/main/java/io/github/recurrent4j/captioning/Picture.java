package io.github.recurrent4j.captioning;

import io.github.recurrent4j.vectorization.BadInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A square picture as a captioner sees it: another one brought to the side that the network reads,
 * the longer side filling it, transparent beside the shorter one.
 *
 * @param side pixels from top to bottom and from left to right
 * @param colours [side, side, 4], row by row: red, green and blue, each multiplied with the last,
 *     opacity; all in [0, 1]
 */
public record Picture(int side, float[] colours) implements CaptionInput {
  static final int CHANNELS = 4;
  private static final int OPACITY = 3;
  private static final long MOST_PIXELS = 64_000_000;
  private static final float WHITE = 1;

  /** Opacity of 255 up to which a pixel is nothing that one sees. */
  private static final int FAINT = 8;

  /** Checks the size. */
  public Picture {
    if (side < 1 || colours.length != side * side * CHANNELS) {
      throw new IllegalArgumentException(colours.length + " values for a side of " + side);
    }
  }

  /**
   * Reads a picture file, PNG, JPEG or another kind that Java reads.
   *
   * @param side to which it is brought
   * @throws BadInputException if the file is missing, no such picture, or one of more than 64
   *     million pixels
   */
  public static Picture read(Path file, int side) {
    return of(image(file), side);
  }

  private static BufferedImage image(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("picture " + file + " does not exist");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new BadInputException(
            file + " is no picture that Java reads: make it a PNG or JPEG (rsvg-convert for SVG)");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new BadInputException(
              file + " has " + pixels + " pixels, more than " + MOST_PIXELS + ": make it smaller");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new BadInputException(file + " is damaged or no picture: open it with a viewer", e);
    }
  }

  /**
   * Reads a picture file as a captioner of this shape sees it.
   *
   * @see #read(Path, int)
   */
  public static Picture read(Path file, CaptionShape shape) {
    return of(image(file), shape);
  }

  /** Brings a picture to the side of a captioner's shape, cropped where the shape says so. */
  public static Picture of(BufferedImage image, CaptionShape shape) {
    return of(shape.crop() ? cropped(image) : image, shape.size());
  }

  /** Without the rows and columns at the border in which nothing is to be seen. */
  private static BufferedImage cropped(BufferedImage image) {
    int left = image.getWidth();
    int top = image.getHeight();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) >>> 24 > FAINT) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return left < right ? image.getSubimage(left, top, right - left, bottom - top) : image;
  }

  /** Brings a picture to a side, by the mean of the pixels that fall on each of its own. */
  public static Picture of(BufferedImage image, int side) {
    int width = image.getWidth();
    int height = image.getHeight();
    double scale = Math.max(width, height) / (double) side;
    double left = (side - width / scale) / 2;
    double top = (side - height / scale) / 2;
    float[] colours = new float[side * side * CHANNELS];
    double[] sum = new double[CHANNELS];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double fromX = (x - left) * scale;
        double fromY = (y - top) * scale;
        mean(image, fromX, fromX + scale, fromY, fromY + scale, sum);
        for (int c = 0; c < CHANNELS; c++) {
          colours[(y * side + x) * CHANNELS + c] = (float) (sum[c] / (scale * scale));
        }
      }
    }
    return new Picture(side, colours);
  }

  /** Sums a rectangle up, pixels at its border by the part of them that lies within. */
  private static void mean(
      BufferedImage image, double left, double right, double top, double bottom, double[] sum) {
    Arrays.fill(sum, 0);
    int lastX = (int) Math.min(image.getWidth(), Math.ceil(right));
    int lastY = (int) Math.min(image.getHeight(), Math.ceil(bottom));
    for (int y = (int) Math.max(0, Math.floor(top)); y < lastY; y++) {
      double high = Math.min(bottom, y + 1.0) - Math.max(top, y);
      for (int x = (int) Math.max(0, Math.floor(left)); x < lastX; x++) {
        double part = high * (Math.min(right, x + 1.0) - Math.max(left, x));
        int argb = image.getRGB(x, y);
        double opacity = part * (argb >>> 24) / 255;
        sum[0] += opacity * (argb >> 16 & 0xff) / 255;
        sum[1] += opacity * (argb >> 8 & 0xff) / 255;
        sum[2] += opacity * (argb & 0xff) / 255;
        sum[OPACITY] += opacity;
      }
    }
  }

  /** As Java's own picture, on white. */
  public BufferedImage image() {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      int rgb = 0;
      for (int c = 0; c < OPACITY; c++) {
        float value = colours[i * CHANNELS + c] + 1 - colours[i * CHANNELS + OPACITY];
        rgb = rgb << 8 | Math.round(255 * Math.min(1, Math.max(0, value)));
      }
      image.setRGB(i % side, i / side, rgb);
    }
    return image;
  }

  @Override
  public Grid grid(CaptionShape shape) {
    return grid(shape, seen(WHITE, WHITE, WHITE));
  }

  /**
   * Place by place as the shape reads it, and where each is: without its coordinates (Liu et al.,
   * 2018) what is left of what could not be said.
   *
   * @param seen see {@link #seen}
   */
  Grid grid(CaptionShape shape, float... seen) {
    if (!shape.pictures() || side != shape.size()) {
      throw new IllegalArgumentException(
          "a picture of side " + side + " for a model of " + shape.size());
    }
    float[] cells = shape.input().cells(seen, side);
    int channels = shape.input().channels();
    int places = side / shape.input().cell();
    float[] values = new float[places * places * shape.inputSize()];
    for (int place = 0; place < places * places; place++) {
      int to = place * shape.inputSize();
      System.arraycopy(cells, place * channels, values, to, channels);
      int column = place % places;
      int row = place / places;
      values[to + channels] = (2f * column + 1) / places - 1;
      values[to + channels + 1] = (2f * row + 1) / places - 1;
    }
    return new Grid(places * places, shape.inputSize(), values);
  }

  /** [side, side, 3] on a ground of this colour, from -2, black, to 0, white. */
  float[] seen(float... ground) {
    float[] seen = new float[side * side * OPACITY];
    for (int pixel = 0; pixel < side * side; pixel++) {
      int from = pixel * CHANNELS;
      float through = 1 - colours[from + OPACITY];
      for (int c = 0; c < OPACITY; c++) {
        // From -2, black, to 0: on paper nothing is to be seen, and a first layer sees nothing.
        seen[pixel * OPACITY + c] = 2 * (colours[from + c] + through * ground[c] - 1);
      }
    }
    return seen;
  }
}
