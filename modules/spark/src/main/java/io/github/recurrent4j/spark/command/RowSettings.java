package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.soabase.recordbuilder.core.RecordBuilder;

/** How rows are read, answered and written. */
@RecordBuilder
public record RowSettings(
    @Setting(value = "text", doc = "format of input and output") DataFormat format,
    @Setting(value = "", doc = "column of texts; text unless given") String column,
    @Setting(value = "", doc = "column that is added; else it is named for what is in it")
        String outputColumn,
    @Setting(value = "false", doc = "replace an output that is there") boolean overwrite,
    @Setting(
            value = "false",
            doc = "go on with files that come into the input folder, until stopped")
        boolean stream,
    @Setting(
            value = "false",
            doc = "with --stream: end when what is there has been answered; a later run goes on")
        boolean once,
    @Setting(
            value = "0",
            range = "[0, 65536]",
            doc = "texts computed together; 0: what suits the app")
        int batchSize,
    @Setting(
            value = "100000",
            range = "[0, inf)",
            doc = "longest text that is answered, in characters; longer ones get null")
        int maxChars,
    @Setting(
            value = "f32",
            doc =
                "of the weights; f32 answers alike on unlike machines, auto is bf16 on processors that have instructions for it")
        Precision precision)
    implements RowSettingsBuilder.With, Rules {

  @Override
  public void check() {
    BadOptionException.require(!once || stream, "--once is for --stream");
    BadOptionException.require(
        !overwrite || !stream, "--overwrite is not for --stream, which goes on where it was");
    BadOptionException.require(
        format != DataFormat.TEXT || (column.isEmpty() && outputColumn.isEmpty()),
        "text has no columns: leave --column and --output-column out, or choose another --format");
  }

  /** Where the texts are. */
  String inputColumn() {
    return format == DataFormat.TEXT ? "value" : column.isEmpty() ? "text" : column;
  }
}
