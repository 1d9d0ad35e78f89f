package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.captioning.AttentionPicture;
import io.github.recurrent4j.captioning.Caption;
import io.github.recurrent4j.captioning.CaptionInput;
import io.github.recurrent4j.captioning.CaptionOptions;
import io.github.recurrent4j.captioning.Captioner;
import io.github.recurrent4j.captioning.FeatureFile;
import io.github.recurrent4j.captioning.Picture;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j captioning caption}. */
@Command(name = "caption", description = "Captions pictures, PNG or JPEG.")
final class CaptioningCaptionCommand implements Runnable {
  @Option(
      names = "--model",
      defaultValue = Captioner.SHIPPED,
      description = "model file, or the shipped model of emoji's names (${DEFAULT-VALUE})")
  Path model;

  @Option(names = "--lang", description = "language, such as en or es; else the model's first")
  String lang;

  @Option(
      names = "--features",
      paramLabel = "FILE",
      description = "features in place of pictures, .npy or .csv, for a model of features")
  Path features;

  @Option(
      names = "--attention-png",
      paramLabel = "FILE",
      description = "draw where each token looked, for one picture")
  Path attention;

  @Option(names = "--json", description = "print a JSON object a line")
  boolean json;

  @Parameters(paramLabel = "IMAGE", description = "pictures")
  List<Path> pictures = List.of();

  final SettingOptions<CaptionOptions> options = SettingOptions.of(CaptionOptions.class);

  @Mixin InferenceOptions inference;

  @Override
  public void run() {
    BadOptionException.require(
        pictures.isEmpty() != (features == null), "give pictures, or --features in their place");
    BadOptionException.require(
        attention == null || pictures.size() == 1, "--attention-png goes with one picture");
    inference.apply(Precision.AUTO);
    try (Captioner captioner = CaptioningCommand.open(model)) {
      if (captioner.shape().pictures() == pictures.isEmpty()) {
        throw new BadInputException(
            captioner.shape().pictures()
                ? "this model reads pictures: name PNG or JPEG files"
                : "this model reads features: give them with --features");
      }
      List<CaptionInput> inputs = new ArrayList<>();
      pictures.forEach(file -> inputs.add(Picture.read(file, captioner.shape())));
      if (features != null) {
        inputs.addAll(FeatureFile.read(features, captioner.shape()));
      }
      String language = lang == null ? captioner.languages().get(0) : lang;
      List<List<Caption>> found = captioner.nBest(inputs, language, options.value());
      for (int i = 0; i < found.size(); i++) {
        String name = pictures.isEmpty() ? String.valueOf(i + 1) : pictures.get(i).toString();
        for (Caption caption : found.get(i)) {
          System.out.println(shown(name, caption, found));
        }
      }
      if (attention != null) {
        Picture picture = (Picture) inputs.get(0);
        AttentionPicture.write(picture.image(), found.get(0).get(0), attention);
      }
    }
  }

  private String shown(String name, Caption caption, List<List<Caption>> all) {
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("image", name);
      node.put("language", caption.language());
      node.put("caption", caption.text());
      node.put("score", caption.score());
      return node.toString();
    }
    String score =
        all.get(0).size() > 1 ? String.format(Locale.ROOT, "%.3f\t", caption.score()) : "";
    return score + (all.size() > 1 ? name + "\t" : "") + caption.text();
  }
}
