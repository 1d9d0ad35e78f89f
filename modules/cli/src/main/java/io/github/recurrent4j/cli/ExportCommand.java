package io.github.recurrent4j.cli;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.interchange.SafetensorsExport;
import io.github.recurrent4j.interchange.onnx.OnnxExport;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j export}. */
@Command(
    name = "export",
    description = {
      "Writes a model's weights as safetensors, or its network as ONNX.",
      "Prints the files: one, or for the ONNX of a translator NAME.encoder.onnx and"
          + " NAME.decoder.onnx."
    })
final class ExportCommand implements Runnable {
  private static final String SAFETENSORS = ".safetensors";
  private static final String ONNX = ".onnx";

  @Option(names = "--model", description = "model file; else --pretrained")
  Path model;

  @Option(
      names = "--pretrained",
      paramLabel = "NAME",
      description =
          "shipped model: es-en, en-es, phonemes, utterances, chat, emoji, sentiment-en, sentiment-es,"
              + " shakespeare, english or spanish")
  String pretrained;

  @Option(
      names = "--out",
      required = true,
      description = "file to write, whose name ends in .safetensors or .onnx")
  Path out;

  @Mixin NewFile newFile = new NewFile();

  @Override
  public void run() {
    BadOptionException.require(
        model == null != (pretrained == null), "give --model or --pretrained, one of them");
    String name = out.toString().toLowerCase(Locale.ROOT);
    BadOptionException.require(
        name.endsWith(SAFETENSORS) || name.endsWith(ONNX),
        "--out must end in .safetensors or .onnx, not '" + out.getFileName() + "'");
    List<Path> written =
        model == null
            ? ModelFiles.pretrained(pretrained + ".zip", null, this::write)
            : ModelFiles.readAny(model, this::write);
    written.forEach(System.out::println);
  }

  private List<Path> write(ModelFile file) {
    try (file) {
      boolean onnx = out.toString().toLowerCase(Locale.ROOT).endsWith(ONNX);
      List<Path> files = onnx ? OnnxExport.files(file, out) : List.of(out);
      files.forEach(each -> newFile.check("cannot be exported", each));
      if (onnx) {
        return OnnxExport.write(file, out);
      }
      SafetensorsExport.write(file, out);
      return files;
    }
  }
}
