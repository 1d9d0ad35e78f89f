package io.github.recurrent4j.captioning;

import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Shows where in a picture each token of a caption looked: the picture once for each token, lit
 * where the attention was and dark where it was not.
 */
public final class AttentionPicture {
  private static final int PANEL = 160;
  private static final int TEXT = 26;
  private static final int COLUMNS = 6;
  private static final int FONT = 14;
  private static final double DARKEST = 0.75;
  private static final int OPAQUE = 255;

  private final BufferedImage picture;
  private final Caption caption;

  private AttentionPicture(BufferedImage picture, Caption caption) {
    this.picture = picture;
    this.caption = caption;
  }

  /**
   * Draws it into a PNG.
   *
   * @param picture what was captioned
   * @param caption its caption
   * @throws BadInputException if the captioner has no attention, or the file cannot be written
   */
  public static void write(BufferedImage picture, Caption caption, Path file) {
    BufferedImage drawn = draw(picture, caption);
    AtomicFile.write(file, out -> ImageIO.write(drawn, "png", out));
  }

  /** The drawing, for notebooks and other pages. */
  public static BufferedImage draw(BufferedImage picture, Caption caption) {
    if (caption.attention().length == 0) {
      throw new BadInputException(
          "nothing to show: the caption is empty, known (try --said written), or the model was"
              + " trained with --attention none");
    }
    return new AttentionPicture(picture, caption).draw();
  }

  private BufferedImage draw() {
    int panels = caption.tokens().size();
    int columns = Math.min(COLUMNS, panels);
    int rows = (panels + columns - 1) / columns;
    BufferedImage result =
        new BufferedImage(columns * PANEL, rows * (PANEL + TEXT), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = result.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, result.getWidth(), result.getHeight());
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
      for (int t = 0; t < panels; t++) {
        panel(g, t, t % columns * PANEL, t / columns * (PANEL + TEXT));
      }
    } finally {
      g.dispose();
    }
    return result;
  }

  private void panel(Graphics2D g, int token, int left, int top) {
    double scale = (double) PANEL / Math.max(picture.getWidth(), picture.getHeight());
    int width = (int) Math.round(picture.getWidth() * scale);
    int height = (int) Math.round(picture.getHeight() * scale);
    int x = left + (PANEL - width) / 2;
    int y = top + (PANEL - height) / 2;
    g.drawImage(picture, x, y, width, height, null);
    float[] weights = caption.attention()[token];
    float most = 0;
    for (float w : weights) {
      most = Math.max(most, w);
    }
    int rows = caption.rows();
    int columns = weights.length / rows;
    for (int place = 0; place < weights.length; place++) {
      int fromX = place % columns * PANEL / columns;
      int fromY = place / columns * PANEL / rows;
      int toX = (place % columns + 1) * PANEL / columns;
      int toY = (place / columns + 1) * PANEL / rows;
      double dark = DARKEST * (1 - weights[place] / Math.max(most, Float.MIN_NORMAL));
      g.setColor(new Color(0, 0, 0, (int) (OPAQUE * dark)));
      g.fillRect(left + fromX, top + fromY, toX - fromX, toY - fromY);
    }
    g.setColor(Color.BLACK);
    String text = caption.tokens().get(token).replace('\u2581', '_');
    g.drawString(text, left + 4, top + PANEL + TEXT - 8);
  }
}
