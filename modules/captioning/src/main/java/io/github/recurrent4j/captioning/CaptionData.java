package io.github.recurrent4j.captioning;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a captioner is trained on.
 *
 * @param languages names of the captions' languages, such as en and es
 * @param train examples to train on
 * @param valid examples to validate on; if there are none, some of the others are held out
 * @param files the files they come from, by their part in training, for the model's provenance
 */
@RecordBuilder
public record CaptionData(
    List<String> languages,
    List<CaptionExample> train,
    List<CaptionExample> valid,
    Map<String, Path> files)
    implements CaptionDataBuilder.With {

  /** Examples; an empty list of validation examples holds some of the others out. */
  public static CaptionData of(
      List<String> languages, List<CaptionExample> train, List<CaptionExample> valid) {
    return new CaptionData(languages, train, valid, Map.of());
  }
}
