package io.github.recurrent4j.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of pictures, files of features, and what is said of bad ones. */
class CaptionDataTest {
  private static final CaptionShape PICTURES = CaptionShape.of(Map.of("size", "16"));
  private static final CaptionShape FEATURES =
      CaptionShape.of(Map.of("features", "2", "grid", "3"));

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** As numpy.save writes it, version 1. */
  private Path npy(String name, String type, String shape, double... values) throws IOException {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 8 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    bytes.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double v : values) {
      if (type.equals("<f8")) {
        bytes.putDouble(v);
      } else {
        bytes.putFloat((float) v);
      }
    }
    return Files.write(folder.resolve(name), Arrays.copyOf(bytes.array(), bytes.position()));
  }

  @Test
  void drawingsComeBackFromTheirTable() {
    ShapeDrawings.write(folder, 5, 3);
    CaptionTable table = CaptionTable.read(folder.resolve("shapes.tsv"));
    assertThat(table.languages()).containsExactly("en", "es");
    List<CaptionExample> read = table.examples(PICTURES, Optional.empty());
    List<ShapeDrawings.Drawing> drawn = ShapeDrawings.draw(5, 3);
    assertThat(read).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(read.get(i).captions())
          .containsExactly(drawn.get(i).english(), drawn.get(i).spanish());
      assertThat(((Picture) read.get(i).input()).colours())
          .containsExactly(Picture.of(drawn.get(i).image(), 16).colours());
    }
  }

  @Test
  void featuresAreReadFromNumPyAndCsv() throws IOException {
    double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.5};
    Path table = file("t.tsv", "image\ten\na\tone\nb\ttwo\n");
    for (Path features :
        List.of(
            npy("f.npy", "<f4", "2, 3, 2", values),
            npy("d.npy", "<f8", "2, 3, 2", values),
            npy("b.npy", ">f4", "2, 3, 2", values),
            file("f.csv", "1,2,3,4,5,6\n7, 8,9,10,11,12.5\n"))) {
      List<CaptionExample> read =
          CaptionTable.read(table).examples(FEATURES, Optional.of(features));
      assertThat(((Grid) read.get(0).input()).values()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(((Grid) read.get(1).input()).values()).containsExactly(7, 8, 9, 10, 11, 12.5f);
      assertThat(read.get(1).captions()).containsExactly("two");
    }
  }

  @Test
  void badTablesAndFeaturesGetOneLine() throws IOException {
    refused(() -> CaptionTable.read(file("a.tsv", "a.png\tcat\n")), "first row");
    refused(() -> CaptionTable.read(file("b.tsv", "image\ten\n")), "no picture");
    refused(() -> CaptionTable.read(file("c.tsv", "image\ten\nx.png\t\n")), "line 2");
    refused(
        () ->
            CaptionTable.read(file("d.tsv", "image\ten\nx.png\tcat\n"))
                .examples(PICTURES, Optional.empty()),
        "does not exist");
    Path text = file("x.png", "no picture");
    refused(() -> Picture.read(text, 16), "no picture");
    refused(() -> FeatureFile.read(text, FEATURES), "numpy.save");
    refused(() -> FeatureFile.read(npy("i.npy", "<i4", "1, 3, 2"), FEATURES), "float32");
    refused(() -> FeatureFile.read(npy("s.npy", "<f4", "1, 2, 2", 1, 2, 3, 4), FEATURES), "shape");
    refused(() -> FeatureFile.read(npy("l.npy", "<f4", "9, 3, 2", 1, 2), FEATURES), "cut off");
    refused(
        () -> FeatureFile.read(npy("h.npy", "<f4", "99999999999, 3, 2", 1), FEATURES), "values");
    refused(() -> FeatureFile.read(file("n.csv", "1,2,3,4,5,x\n"), FEATURES), "'x'");
    refused(() -> FeatureFile.read(file("w.csv", "1,2\n"), FEATURES), "line 1");
    refused(() -> FeatureFile.read(file("i.csv", "1,2,3,4,5,NaN\n"), FEATURES), "finite");
  }

  private interface Reading {
    Object read() throws IOException;
  }

  private static void refused(Reading reading, String words) {
    assertThatThrownBy(reading::read)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words);
  }

  /** A drawing is the same with a transparent border and without; one of nothing stays. */
  @Test
  void croppedPicturesHaveNoBorder() {
    BufferedImage small = new BufferedImage(10, 6, BufferedImage.TYPE_INT_ARGB);
    BufferedImage large = new BufferedImage(30, 40, BufferedImage.TYPE_INT_ARGB);
    Random random = new Random(8);
    for (int i = 0; i < 60; i++) {
      int argb = 0xff000000 | random.nextInt(1 << 24);
      small.setRGB(i % 10, i / 10, argb);
      large.setRGB(12 + i % 10, 31 + i / 10, argb);
    }
    // A shadow that one does not see.
    large.setRGB(3, 3, 0x04000000);
    CaptionShape crop = PICTURES.withCrop(true);
    assertThat(Picture.of(large, crop).colours()).containsExactly(Picture.of(small, 16).colours());
    assertThat(Picture.of(small, crop).colours()).containsExactly(Picture.of(small, 16).colours());
    assertThat(Picture.of(large, PICTURES).colours())
        .containsExactly(Picture.of(large, 16).colours());
    BufferedImage nothing = new BufferedImage(5, 5, BufferedImage.TYPE_INT_ARGB);
    assertThat(Picture.of(nothing, crop).colours()).containsOnly(0);
  }

  @Test
  void damagedPicturesAreReadOrRefused() throws IOException {
    ShapeDrawings.write(folder, 1, 7);
    byte[] whole = Files.readAllBytes(folder.resolve("0000.png"));
    Path damaged = folder.resolve("damaged.png");
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      // Generators with neighbouring seeds begin alike.
      Random random = new Random(i * 0x9E3779B97F4A7C15L);
      byte[] bytes = Arrays.copyOf(whole, whole.length - random.nextInt(whole.length / 2));
      for (int k = random.nextInt(4); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(damaged, bytes);
      try {
        assertThat(Picture.read(damaged, 16).side()).isEqualTo(16);
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void shapesThatCannotBeAreRefused() {
    CaptionShape odd = PICTURES.withSize(20);
    assertThatThrownBy(() -> Settings.check(odd)).hasMessageContaining("multiple of 8");
    CaptionShape edges = PICTURES.withInput(PictureInput.EDGES).withSize(36);
    assertThatThrownBy(() -> Settings.check(edges)).hasMessageContaining("multiple of 24");
    assertThat(Settings.check(edges.withSize(48)).inputSteps()).isEqualTo(64);
    assertThat(edges.withSize(48).places()).isEqualTo(4);
  }

  @Test
  void noiseDependsOnItsSourceAloneAndNoneIsNone() {
    Picture picture = Picture.of(ShapeDrawings.draw(1, 2).get(0).image(), 16);
    Grid plain = new PictureNoise(0, 0.04).grid(picture, PICTURES, new Random(1));
    assertThat(plain.values()).containsExactly(picture.grid(PICTURES).values());
    Grid one = new PictureNoise(1, 0.04).grid(picture, PICTURES, new Random(1));
    assertThat(new PictureNoise(1, 0.04).grid(picture, PICTURES, new Random(1)).values())
        .containsExactly(one.values());
    assertThat(one.values()).isNotEqualTo(plain.values());
    // Colours of each place, then its coordinates, which stay.
    for (int i = 0; i < one.values().length; i++) {
      if (i % 14 < 12) {
        assertThat(one.values()[i]).isBetween(-2.0001f, 0.0001f);
      } else {
        assertThat(one.values()[i]).isEqualTo(plain.values()[i]).isBetween(-1f, 1f);
      }
    }
    assertThat(plain.values()[12]).isEqualTo(-7 / 8f);
  }

  /** A tint changes each colour by its part at most, and the two others otherwise. */
  @Test
  void tintsAreWithinTheirPart() {
    float[] grey = new float[16 * 16 * Picture.CHANNELS];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = i % Picture.CHANNELS == 3 ? 1 : 0.5f;
    }
    Picture picture = new Picture(16, grey);
    double most = 0;
    for (int seed = 0; seed < 50; seed++) {
      // A step so short that the middle neither moves nor fades.
      Grid tinted = new PictureNoise(1e-3, 250).grid(picture, PICTURES, new Random(seed * 7919L));
      int middle = (4 * 8 + 4) * 14;
      for (int c = 0; c < 3; c++) {
        double change = Math.abs(tinted.values()[middle + c] + 1);
        assertThat(change).isLessThanOrEqualTo(0.2501);
        most = Math.max(most, change);
      }
      assertThat(tinted.values()[middle]).isNotEqualTo(tinted.values()[middle + 1]);
    }
    assertThat(most).isGreaterThan(0.15);
  }
}
