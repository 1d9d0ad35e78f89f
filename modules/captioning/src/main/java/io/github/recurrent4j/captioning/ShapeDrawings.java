package io.github.recurrent4j.captioning;

import io.github.recurrent4j.vectorization.AtomicFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Little drawings of one or two coloured shapes with what is to be seen in English and Spanish: "a
 * red circle above a blue square". An example to train on in a minute, made by rules.
 */
public final class ShapeDrawings {
  private static final int SIDE = 40;
  private static final double SINGLE = 0.25;

  private ShapeDrawings() {}

  /** A colour with its names; all Spanish shapes are masculine but the star. */
  private record Colour(String english, String spanish, String feminine, Color color) {}

  /** A kind of shape with its names. */
  private record Kind(String english, String spanish, boolean feminine) {}

  /** Where the first of two shapes is, seen from the second. */
  private record Relation(String english, String spanish, int right, int down) {}

  private static final List<Colour> COLOURS =
      List.of(
          new Colour("red", "rojo", "roja", new Color(0xd32f2f)),
          new Colour("blue", "azul", "azul", new Color(0x1e5bd6)),
          new Colour("green", "verde", "verde", new Color(0x2e9e3f)),
          new Colour("yellow", "amarillo", "amarilla", new Color(0xf6c915)),
          new Colour("black", "negro", "negra", new Color(0x202020)));

  private static final List<Kind> KINDS =
      List.of(
          new Kind("circle", "círculo", false),
          new Kind("square", "cuadrado", false),
          new Kind("triangle", "triángulo", false),
          new Kind("star", "estrella", true));

  // Not their opposites: there is one thing to say of each drawing.
  private static final List<Relation> RELATIONS =
      List.of(
          new Relation("above", "encima de", 0, -1),
          new Relation("to the left of", "a la izquierda de", -1, 0));

  /**
   * A drawing.
   *
   * @param image 40 x 40 pixels, transparent where nothing is drawn
   * @param english what is to be seen
   * @param spanish the same
   */
  public record Drawing(BufferedImage image, String english, String spanish) {
    /** As an example for a captioner of this shape, in the languages en and es. */
    public CaptionExample example(CaptionShape shape) {
      return new CaptionExample(english, Picture.of(image, shape), List.of(english, spanish));
    }
  }

  /** Names of the languages of the captions. */
  public static List<String> languages() {
    return List.of("en", "es");
  }

  /** Draws so many at random. */
  public static List<Drawing> draw(int count, long seed) {
    Random random = new Random(seed);
    List<Drawing> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(drawing(random));
    }
    return all;
  }

  /** Draws so many into a folder: PNGs, and {@code shapes.tsv} with the columns image, en, es. */
  public static void write(Path folder, int count, long seed) {
    StringBuilder table = new StringBuilder("image\ten\tes\n");
    int number = 0;
    for (Drawing drawing : draw(count, seed)) {
      String name = String.format("%04d.png", number++);
      AtomicFile.write(folder.resolve(name), out -> ImageIO.write(drawing.image(), "png", out));
      table.append(String.join("\t", name, drawing.english(), drawing.spanish())).append('\n');
    }
    AtomicFile.writeText(folder.resolve("shapes.tsv"), table.toString());
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static Drawing drawing(Random random) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      Kind kind = any(KINDS, random);
      Colour colour = any(COLOURS, random);
      if (random.nextDouble() < SINGLE) {
        shape(g, kind, colour, 20, 20, 9 + random.nextInt(8), random);
        return new Drawing(image, english(kind, colour), spanish(kind, colour));
      }
      Kind other = any(KINDS, random);
      Colour otherColour = any(COLOURS, random);
      Relation relation = any(RELATIONS, random);
      int apart = 9 + random.nextInt(2);
      int right = relation.right() * apart;
      int down = relation.down() * apart;
      shape(g, kind, colour, 20 + right, 20 + down, 6 + random.nextInt(3), random);
      shape(g, other, otherColour, 20 - right, 20 - down, 6 + random.nextInt(3), random);
      return new Drawing(
          image,
          String.join(" ", english(kind, colour), relation.english(), english(other, otherColour)),
          String.join(" ", spanish(kind, colour), relation.spanish(), spanish(other, otherColour)));
    } finally {
      g.dispose();
    }
  }

  private static String english(Kind kind, Colour colour) {
    return "a " + colour.english() + " " + kind.english();
  }

  private static String spanish(Kind kind, Colour colour) {
    return kind.feminine()
        ? "una " + kind.spanish() + " " + colour.feminine()
        : "un " + kind.spanish() + " " + colour.spanish();
  }

  private static void shape(
      Graphics2D g, Kind kind, Colour colour, int x, int y, int radius, Random random) {
    int right = x + random.nextInt(3) - 1;
    int down = y + random.nextInt(3) - 1;
    Shape outline =
        switch (kind.english()) {
          case "circle" ->
              new Ellipse2D.Double(right - radius, down - radius, 2 * radius, 2 * radius);
          case "square" ->
              new Rectangle2D.Double(right - radius, down - radius, 2 * radius, 2 * radius);
          case "triangle" -> star(right, down, radius + 1, radius / 2.0, 3);
          default -> star(right, down, radius + 2, radius / 2.0, 5);
        };
    g.setColor(colour.color());
    g.fill(outline);
  }

  /** A star of so many points, the first one up; with an inner radius of half a triangle. */
  private static Polygon star(int x, int y, double outer, double inner, int points) {
    Polygon polygon = new Polygon();
    for (int i = 0; i < 2 * points; i++) {
      double angle = Math.PI * i / points;
      double radius = i % 2 == 0 ? outer : inner;
      polygon.addPoint(
          (int) Math.round(x + radius * Math.sin(angle)),
          (int) Math.round(y - radius * Math.cos(angle)));
    }
    return polygon;
  }
}
