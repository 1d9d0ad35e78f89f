package io.github.recurrent4j.captioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped captioner on signs drawn here. */
class ShippedCaptionerTest {
  private static Captioner captioner;

  record Sign(Shape shape, Color colour, String english, String spanish) {
    @Override
    public String toString() {
      return english;
    }
  }

  @BeforeAll
  static void load() {
    captioner = Captioner.pretrained();
  }

  @AfterAll
  static void close() {
    captioner.close();
  }

  private static Shape heart() {
    Path2D heart = new Path2D.Double();
    heart.moveTo(32, 60);
    heart.curveTo(-14, 30, 6, -6, 32, 16);
    heart.curveTo(58, -6, 78, 30, 32, 60);
    heart.closePath();
    return heart;
  }

  static List<Sign> signs() {
    Shape disc = new Ellipse2D.Double(2, 2, 60, 60);
    Shape square = new RoundRectangle2D.Double(2, 2, 60, 60, 6, 6);
    return List.of(
        new Sign(heart(), new Color(0x78b159), "green heart", "corazón verde"),
        new Sign(heart(), new Color(0x31373d), "black heart", "corazón negro"),
        new Sign(disc, new Color(0xdd2e44), "red circle", "círculo rojo"),
        new Sign(disc, new Color(0x3b88c3), "blue circle", "círculo azul"),
        new Sign(square, new Color(0x78b159), "green square", "cuadrado verde"));
  }

  @Test
  void namesAFace() {
    Path face = Path.of("..", "..", "datasets", "smile.png");
    assertThat(captioner.caption(face, "en").text()).isEqualTo("slightly smiling face");
    assertThat(captioner.caption(face, "es").text()).isEqualTo("cara sonriendo ligeramente");
    assertThat(captioner.nBest(List.of(Picture.read(face, captioner.shape())), "en", three()))
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(3);
  }

  private static CaptionOptions three() {
    return CaptionOptions.standard().withNBest(3);
  }

  @ParameterizedTest
  @MethodSource("signs")
  void namesASign(Sign sign) {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(sign.colour());
    pen.fill(sign.shape());
    pen.dispose();
    assertThat(captioner.languages()).containsExactly("en", "es");
    assertThat(captioner.caption(image, "en").text()).isEqualTo(sign.english());
    assertThat(captioner.caption(image, "es").text()).isEqualTo(sign.spanish());
  }
}
