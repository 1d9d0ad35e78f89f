package io.github.recurrent4j.captioning;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words of a captioner.
 *
 * @param codec how captions become ids
 * @param languages names of the languages, such as en and es
 * @param known captions that it was trained on; none where the shape does not ask for them
 */
record CaptionWords(TextCodec codec, List<String> languages, KnownCaptions known) {
  private static final String CODEC = "codec.txt";
  private static final String LANGUAGES = "languages.txt";
  private static final String KNOWN = "known.txt";
  private static final String COUNTS = "counts.txt";
  private static final int MOST_LANGUAGES = 1000;

  CaptionWords {
    languages = List.copyOf(languages);
  }

  /** Tokens, with those that stand for the languages. */
  int tokens() {
    return codec.vocabulary().size() + languages.size();
  }

  /** What a model file holds. */
  Map<String, String> toTexts() {
    Map<String, String> texts = new HashMap<>();
    texts.put(CODEC, codec.toText());
    texts.put(LANGUAGES, String.join("\n", languages) + "\n");
    if (known.size() > 0) {
      StringBuilder lines = new StringBuilder();
      known.all().forEach(captions -> lines.append(String.join("\t", captions)).append('\n'));
      texts.put(KNOWN, lines.toString());
      texts.put(
          COUNTS,
          known.counts().stream().map(String::valueOf).collect(Collectors.joining("\n", "", "\n")));
    }
    return texts;
  }

  /**
   * Reads them.
   *
   * @throws ModelFileException if something is missing
   */
  static CaptionWords of(ModelFile file, CaptionShape shape) {
    List<String> languages = file.text(LANGUAGES).lines().toList();
    if (languages.isEmpty()
        || languages.size() > MOST_LANGUAGES
        || Set.copyOf(languages).size() < languages.size()) {
      throw new ModelFileException("has no list of its languages: copy it again");
    }
    List<List<String>> known = List.of();
    if (shape.known()) {
      known = file.text(KNOWN).lines().map(line -> Arrays.asList(line.split("\t", -1))).toList();
      if (known.isEmpty() || known.stream().anyMatch(all -> all.size() != languages.size())) {
        throw new ModelFileException("has no list of the captions it knows: copy it again");
      }
    }
    KnownCaptions captions =
        shape.even()
            ? new KnownCaptions(known, counts(file, known.size()))
            : new KnownCaptions(known);
    return new CaptionWords(TextCodec.fromText(file.text(CODEC)), languages, captions);
  }

  /** How many examples each known caption has. */
  private static List<Integer> counts(ModelFile file, int captions) {
    try {
      List<Integer> counts = file.text(COUNTS).lines().map(Integer::valueOf).toList();
      if (counts.size() == captions && counts.stream().allMatch(c -> c > 0)) {
        return counts;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ModelFileException("has no count for each caption that it knows: copy it again");
  }
}
