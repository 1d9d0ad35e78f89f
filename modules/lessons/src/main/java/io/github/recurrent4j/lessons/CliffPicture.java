package io.github.recurrent4j.lessons;

import io.github.recurrent4j.vectorization.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Two panels of a {@link Cliff}: descent without and with clipping, over the loss surface. */
public final class CliffPicture {
  private static final int PANEL = 430;
  private static final int MARGIN = 64;
  private static final int TOP = 46;
  private static final int TICKS = 3;
  private static final Color PATH = new Color(0xc2410c);

  private final Cliff cliff;
  private final double[] w;
  private final double[] b;

  /**
   * A picture of a part of the surface.
   *
   * @param w range of w, from and to
   * @param b range of b
   */
  public CliffPicture(Cliff cliff, double[] w, double[] b) {
    this.cliff = cliff;
    this.w = w.clone();
    this.b = b.clone();
  }

  /** Draws two paths side by side. */
  public BufferedImage draw(Cliff.Point[] without, Cliff.Point[] with) {
    BufferedImage image =
        new BufferedImage(
            2 * (PANEL + MARGIN) + 30, PANEL + TOP + MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    panel(g, MARGIN, "without clipping", without);
    panel(g, 2 * MARGIN + PANEL, "with clipping", with);
    g.dispose();
    return image;
  }

  /** Writes the picture as a PNG. */
  public void write(Cliff.Point[] without, Cliff.Point[] with, Path file) {
    BufferedImage image = draw(without, with);
    AtomicFile.write(file, out -> ImageIO.write(image, "png", out));
  }

  private void panel(Graphics2D g, int left, String title, Cliff.Point[] path) {
    for (int x = 0; x < PANEL; x++) {
      for (int y = 0; y < PANEL; y++) {
        double loss =
            cliff.at(between(w, (x + 0.5) / PANEL), between(b, 1 - (y + 0.5) / PANEL)).loss();
        g.setColor(shade(Math.sqrt(loss) / 0.7));
        g.fillRect(left + x, TOP + y, 1, 1);
      }
    }
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    g.setColor(Color.BLACK);
    Cliff.Point end = path[path.length - 1];
    g.drawString(
        String.format(Locale.ROOT, "%s: ends with loss %.4f", title, end.loss()), left, TOP - 16);
    axes(g, left);
    g.setClip(left, TOP, PANEL, PANEL);
    g.setColor(PATH);
    g.setStroke(new BasicStroke(1.6f));
    for (int i = 1; i < path.length; i++) {
      g.drawLine(x(left, path[i - 1]), y(path[i - 1]), x(left, path[i]), y(path[i]));
    }
    for (Cliff.Point p : path) {
      g.fillOval(x(left, p) - 2, y(p) - 2, 5, 5);
    }
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(2f));
    g.drawOval(x(left, path[0]) - 6, y(path[0]) - 6, 12, 12);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    g.drawString("start", x(left, path[0]) + 10, y(path[0]) - 6);
    g.setClip(null);
  }

  private void axes(Graphics2D g, int left) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    g.setColor(Color.DARK_GRAY);
    g.drawRect(left, TOP, PANEL, PANEL);
    for (int i = 0; i <= TICKS; i++) {
      double part = (double) i / TICKS;
      String atW = String.format(Locale.ROOT, "%.1f", between(w, part));
      String atB = String.format(Locale.ROOT, "%.1f", between(b, part));
      g.drawString(atW, left + (int) (part * PANEL) - 10, TOP + PANEL + 18);
      g.drawString(atB, left - 34, TOP + (int) ((1 - part) * PANEL) + 4);
    }
    g.drawString("w", left + PANEL / 2, TOP + PANEL + 36);
    g.drawString("b", left - 52, TOP + PANEL / 2);
  }

  private int x(int left, Cliff.Point p) {
    return left + (int) Math.round((p.w() - w[0]) / (w[1] - w[0]) * PANEL);
  }

  private int y(Cliff.Point p) {
    return TOP + (int) Math.round((1 - (p.b() - b[0]) / (b[1] - b[0])) * PANEL);
  }

  private static double between(double[] range, double part) {
    return range[0] + (range[1] - range[0]) * part;
  }

  /** White where the loss is low, deep blue where it is high. */
  private static Color shade(double level) {
    float t = (float) Math.max(0, Math.min(1, level));
    return new Color(1 - 0.88f * t, 1 - 0.82f * t, 1 - 0.45f * t);
  }
}
