package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts a classifier is trained on.
 *
 * @param train labelled texts to train on
 * @param valid labelled texts to validate on; if there are none, a tenth of the others is held out
 * @param moreText further texts from which byte pairs are learned
 * @param encoder a model, of sentiment or translation, whose embedding and encoder training starts
 *     from; the encoder's shape and byte pairs are then that model's
 * @param labels names of the classes; without them classes have numbers, of which three are
 *     negative, neutral and positive
 * @param remote further labelled texts to train on that need not fit this machine, in place of
 *     {@code train}; if there are no validation texts, a tenth of them is held out, ten thousand at
 *     most
 * @param files the files they come from, by their part in training, for the model's provenance
 */
@RecordBuilder
public record SentimentData(
    List<LabelledText> train,
    List<LabelledText> valid,
    List<String> moreText,
    Optional<Path> encoder,
    Optional<Labels> labels,
    Optional<RemoteExamples<LabelledText>> remote,
    Map<String, Path> files)
    implements SentimentDataBuilder.With {

  /** Labelled texts; an empty list of validation texts holds out a tenth of the others. */
  public static SentimentData of(List<LabelledText> train, List<LabelledText> valid) {
    return new SentimentData(
        train, valid, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** Labelled texts that need not fit this machine. */
  public static SentimentData of(RemoteExamples<LabelledText> train, List<LabelledText> valid) {
    return of(List.of(), valid).withRemote(Optional.of(train));
  }

  /** The same, of classes that have names. */
  public SentimentData of(Labels names) {
    return withLabels(Optional.of(names));
  }

  /** The same, starting from the encoder of a model. */
  public SentimentData from(Path model) {
    return withEncoder(Optional.of(model));
  }
}
