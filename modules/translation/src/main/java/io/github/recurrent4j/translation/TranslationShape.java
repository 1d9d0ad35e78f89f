package io.github.recurrent4j.translation;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.Attention;
import io.github.recurrent4j.vectorization.Formerly;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;

/** The shape of a translator: what rebuilds its network. It stands in the model file. */
@RecordBuilder
@Formerly({
  "dropout",
  "labelSmoothing",
  "bpeDropout",
  "wordDropout",
  "scheduledSampling",
  "batchTokens",
  "maxTokens",
  "maxRatio"
})
public record TranslationShape(
    @Setting(
            value = "target_source",
            doc =
                "order of the columns in files: target_source, as in manythings.org's that begin"
                    + " with English, or source_target")
        Columns columns,
    @Setting(
            value = "translation",
            doc =
                "translation: texts of sentences, split into them, and kept in numbers and layout;"
                    + " plain: each text as a whole, as the network writes it")
        TextTask task,
    @Setting(
            value = "none",
            doc =
                "es_en or en_es: whose numbers, marks and capitals are kept by rules; none: as the"
                    + " words of the vocabularies show, and if they show none the network decides alone")
        Optional<LanguagePair> languages,
    @Setting(value = "bpe", doc = "what a token is, on both sides") Units units,
    @Setting(value = "none", doc = "what a token of the source is; none: as --units says")
        Optional<Units> sourceUnits,
    @Setting(value = "none", doc = "what a token of the target is; none: as --units says")
        Optional<Units> targetUnits,
    @Setting(value = "6000", range = "[300, inf)", doc = "most tokens of the source side")
        int sourceVocabulary,
    @Setting(value = "6000", range = "[300, inf)", doc = "most tokens of the target side")
        int targetVocabulary,
    @Setting(value = "false", doc = "one set of tokens for both sides") boolean joint,
    @Setting(value = "gru", doc = "recurrence of encoder and decoder") Cell cell,
    @Setting(value = "1", range = "[1, inf)", doc = "bidirectional layers of the encoder")
        int encoderLayers,
    @Setting(value = "2", range = "[1, inf)", doc = "layers of the decoder") int decoderLayers,
    @Setting(
            value = "256",
            range = "[1, inf)",
            doc = "hidden size of each direction of the encoder")
        int encoderHidden,
    @Setting(value = "512", range = "[1, inf)", doc = "hidden size of the decoder") int hidden,
    @Setting(value = "256", range = "[1, inf)", doc = "size of the token vectors and the readout")
        int embedding,
    @Setting(
            value = "general",
            doc = "how the decoder scores the source's states; none: it gets the last state only")
        Optional<Attention.Score> attention,
    @Setting(
            value = "false",
            doc =
                "let the network copy words of the source, also such as it has never seen"
                    + " (pointer-generator)")
        boolean copy,
    @Setting(
            value = "false",
            doc =
                "put signs for the values of dialogue acts, (name=value), and the values in their"
                    + " place in answers, in a plain task; pairs whose target leaves a value out or"
                    + " invents one are not learned from")
        boolean placeholders,
    @Setting(
            value = "400",
            range = "[1, inf)",
            doc = "most tokens that are read of a source, from its beginning, in a plain task")
        int sourceLimit)
    implements TranslationShapeBuilder.With, Rules {

  /** A translator of byte pairs, with GRU layers and Luong's attention. */
  public static TranslationShape standard() {
    return Settings.standard(TranslationShape.class);
  }

  /**
   * The standard shape with other values.
   *
   * @param values by name, as on the command line
   */
  public static TranslationShape of(Map<String, ?> values) {
    return Settings.of(TranslationShape.class).with(standard(), values);
  }

  /** What a token of the source is. */
  public Units unitsOfSource() {
    return sourceUnits.orElse(units);
  }

  /** What a token of the target is. */
  public Units unitsOfTarget() {
    return targetUnits.orElse(units);
  }

  /** Tokens of a source that are read; translations cut longer ones into parts. */
  int mostOfSource() {
    return task == TextTask.PLAIN ? sourceLimit : Integer.MAX_VALUE;
  }

  /** Whether the decoder attends to the encoder's states. */
  public boolean attends() {
    return attention.isPresent();
  }

  @Override
  public void check() {
    require(
        attention.orElse(null) != Attention.Score.DOT || 2 * encoderHidden == hidden,
        "--attention dot needs --hidden to be twice --encoder-hidden");
    require(
        !copy || attends(),
        "--copy points at the source: --attention none has nothing to point at");
    require(
        !placeholders || task == TextTask.PLAIN,
        "--placeholders are for dialogue acts: add --task plain");
    require(
        languages.isEmpty() || task == TextTask.TRANSLATION,
        "--languages are for --task translation: a plain task has no rules of languages");
    require(
        !joint || unitsOfSource() == unitsOfTarget(),
        "--joint needs the same units on both sides: leave --source-units and --target-units out");
  }
}
