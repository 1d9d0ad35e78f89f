package io.github.recurrent4j.interchange.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pickle is data or it is refused. */
class PickleTest {
  private static final String TENSOR = "ctorch._utils\n_rebuild_tensor_v2\n";

  @TempDir Path folder;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void containersAndNumbers() {
    Object read =
        Pickle.read(bytes("}(\u008c\001aK\007\u008c\001b](J\u00ff\u00ff\u00ff\u00ffNeu."));
    assertThat(((Map<?, ?>) read).get("a")).isEqualTo(7L);
    assertThat((List<?>) ((Map<?, ?>) read).get("b")).hasSize(2).first().isEqualTo(-1L);
  }

  /** What would run code in Python, and what no state dict has. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(\u008c\002lstR.",
        "c__builtin__\neval\n.",
        "\u008c\002os\u008c\006system\u0093.",
        "(\u008c\002lsios\nsystem\n.",
        "}c__builtin__\nobject\nb.",
        "ctorch\nload\n.",
        "S'a'\n.",
        "\u0082\001."
      })
  void codeIsRefused(String pickle) {
    assertThatThrownBy(() -> Pickle.read(bytes(pickle)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("save model.state_dict() alone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "(", "(.", "R.", "h\001.", "}s.", "X\377\377\377\177a.", "]K\001R."})
  void damageIsOneLine(String pickle) {
    assertThatThrownBy(() -> Pickle.read(bytes(pickle)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("damaged or cut");
  }

  private Path archive(String pickle, int data) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(bytes(pickle).array());
      zip.putNextEntry(new ZipEntry("a/data/0"));
      zip.write(new byte[data]);
    }
    return Files.write(folder.resolve("a.pt"), out.toByteArray());
  }

  /** A tensor of these numbers as pickle text; numbers below 128. */
  private static String tensor(int elements, int offset, int shape, int stride) {
    String number = "K" + (char) elements;
    return "}\u008c\001w"
        + TENSOR
        + "((\u008c\007storagectorch\nFloatStorage\n\u008c\0010\u008c\003cpu"
        + number
        + "tQ"
        + "K"
        + (char) offset
        + "K"
        + (char) shape
        + "\u0085K"
        + (char) stride
        + "\u0085\u0089N"
        + "tRs.";
  }

  @Test
  void aTensorThatFits() throws Exception {
    try (TensorFile file = TensorFile.open(archive(tensor(4, 1, 2, 2), 16))) {
      assertThat(file.tensor("w").values()).containsExactly(0, 0);
    }
  }

  @Test
  void tensorsBeyondTheirStorage() throws Exception {
    List<Path> forged =
        List.of(
            archive(tensor(4, 0, 5, 1), 16),
            archive(tensor(4, 3, 2, 1), 16),
            archive(tensor(4, 0, 2, 4), 16),
            archive(tensor(1, 0, 100, 0), 16));
    for (Path file : forged) {
      assertThatThrownBy(() -> TensorFile.open(file)).hasMessageContaining("fit its storage");
    }
    Path few = archive(tensor(5, 0, 5, 1), 16);
    assertThatThrownBy(() -> TensorFile.open(few)).hasMessageContaining("too few bytes");
  }

  /** A list of a thousand pairs, made into a dict a hundred thousand times. */
  @Test
  void muchWorkInAShortText() {
    String list = "](" + "K\001K\002\206".repeat(1000) + "eq\000";
    String dict = "ccollections\nOrderedDict\nq\001";
    String text = list + dict + "h\001h\000\205R".repeat(100_000) + ".";
    assertThatThrownBy(() -> Pickle.read(bytes(text)))
        .hasMessageContaining("more in its list of tensors than any model");
  }

  @Test
  void whatHoldsItselfEnds() throws Exception {
    Path loop = archive("]q\001h\001a.", 0);
    assertThatThrownBy(() -> TensorFile.open(loop)).hasMessageContaining("without end");
    // Each list holds the one before twenty times: 20^8 visits, were they made.
    StringBuilder many = new StringBuilder("]q\000");
    for (int i = 1; i < 9; i++) {
      many.append("](").append(("h" + (char) (i - 1)).repeat(20)).append("eq").append((char) i);
    }
    Path wide = archive(many + ".", 0);
    assertThatThrownBy(() -> TensorFile.open(wide)).hasMessageContaining("without end");
  }
}
