package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.training.RemoteText;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.LaneCuts;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.Units;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A training text as ids, and those that are validated on.
 *
 * @param size ids to train on
 * @param held ids to validate on
 * @param reader makes the source of a text's minibatches
 * @param digest hash of a text that lies elsewhere
 */
record TrainingText(
    long size,
    IdSequence held,
    Function<LaneCuts, Function<LaneCuts.Cut, Object>> reader,
    Optional<String> digest) {
  private static final int VALID_PART = 20;

  /** Most ids that are held out of a text that lies elsewhere. */
  private static final long MOST_HELD = 1 << 20;

  /** Reads the texts. */
  static TrainingText of(LanguageModelData data, Tokens tokens, Units level) {
    Optional<IdSequence> valid = data.valid().map(file -> read(file, tokens));
    int vocabulary = tokens.vocabulary().size();
    TrainingText text;
    if (data.remote().isPresent()) {
      RemoteText.Encoded far =
          data.remote().get().encode(new RemoteEncoder(level, tokens), vocabulary);
      long cut = cut(far.size(), valid, MOST_HELD);
      text =
          new TrainingText(
              cut,
              valid.orElseGet(() -> far.part(cut, far.size())),
              far::lanes,
              Optional.of(far.digest()));
    } else {
      IdSequence all = read(data.train(), tokens);
      long cut = cut(all.size(), valid, Long.MAX_VALUE);
      text =
          new TrainingText(
              cut,
              valid.orElseGet(() -> part(all, cut, all.size(), vocabulary)),
              cuts -> local(all, cuts),
              Optional.empty());
    }
    if (text.held.size() < 2) {
      throw new BadInputException(
          data.valid().isPresent()
              ? data.valid().get()
                  + " has "
                  + text.held.size()
                  + " tokens: two at least are validated on"
              : data.train()
                  + " is too short to hold out a twentieth for validation: use more text, or give"
                  + " --valid");
    }
    return text;
  }

  private static long cut(long size, Optional<IdSequence> valid, long most) {
    return valid.isPresent() ? size : size - Math.min(most, size / VALID_PART);
  }

  private static Function<LaneCuts.Cut, Object> local(IdSequence ids, LaneCuts cuts) {
    return cut ->
        LaneCuts.read(
            cut, 0, cuts.batch(), (lane, place) -> ids.get(lane * cuts.laneLength() + place));
  }

  private static IdSequence read(Path file, Tokens tokens) {
    IdSequence ids = new IdSequence(tokens.vocabulary().size());
    TextFile.read(file, text -> tokens.append(text, ids::add, file.toString()));
    return ids;
  }

  private static IdSequence part(IdSequence ids, long from, long to, int vocabulary) {
    IdSequence part = new IdSequence(vocabulary);
    for (long i = from; i < to; i++) {
      part.add(ids.get(i));
    }
    return part;
  }
}
