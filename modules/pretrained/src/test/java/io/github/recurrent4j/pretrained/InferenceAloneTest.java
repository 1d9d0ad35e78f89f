package io.github.recurrent4j.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Translating, classifying and generating load no class of DL4J, ND4J or DataVec, nor their
 * libraries.
 */
class InferenceAloneTest {
  @TempDir Path folder;

  /** Run in a process of its own: whatever other tests have loaded does not count. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      try (Translator translator = Translator.pretrained()) {
        System.out.println(translator.translate("¿Dónde está la biblioteca?").text());
      }
      try (SentimentClassifier classifier = SentimentClassifier.pretrained(Language.ES)) {
        System.out.println(classifier.classify("Qué alegría verte").name());
      }
      try (LanguageModel model = LanguageModel.pretrained()) {
        System.out.println(model.generate(GenerationOptions.of("ROMEO:", 20)).length());
        System.out.println(model.score("ROMEO:").logProbability());
      }
      Path maps = Path.of("/proc/self/maps");
      if (Files.exists(maps)) {
        Files.copy(maps, Path.of(args[0]));
      }
    }
  }

  @Test
  void kernelsSuffice() throws IOException, InterruptedException {
    Path classes = folder.resolve("classes");
    Path maps = folder.resolve("maps");
    Path output = folder.resolve("output");
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:off",
                    "-Dfile.encoding=UTF-8",
                    "-Xlog:class+load:file=" + classes + ":none:filecount=0",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName(),
                    maps.toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = child.waitFor();
    assertThat(code).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
    try (Stream<String> loaded = Files.lines(classes)) {
      assertThat(
              loaded.filter(
                  line ->
                      line.startsWith("org.nd4j.")
                          || line.startsWith("org.deeplearning4j.")
                          || line.startsWith("org.datavec.")))
          .isEmpty();
    }
    if (Files.exists(maps)) {
      assertThat(Files.readString(maps)).contains("dnnl").doesNotContain("nd4jcpu", "openblas");
    }
  }
}
