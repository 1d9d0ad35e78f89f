package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.Alignment.Link;
import io.github.recurrent4j.translation.Attempt.Form;
import io.github.recurrent4j.translation.SentencePlan.Model;
import io.github.recurrent4j.translation.text.Lexicon;
import io.github.recurrent4j.translation.text.MappedText;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A sentence on its way: it is put to the network once, and in other ways only if something is
 * wrong with the answer. The best answer wins.
 */
final class SentenceJob {
  /** Rounds of attempts: as it is, with everything carried, in parts. */
  static final int ROUNDS = 3;

  private static final int SHORT = 2;
  private static final double GOOD = 0.05;

  private final SentencePlan plan;
  private final Model model;
  private final boolean alternatives;
  private final List<Outcome> outcomes = new ArrayList<>();
  // Of the first attempt, which is the sentence as it is.
  private Attempt kept;
  private List<Translation> keptAnswers = List.of();

  SentenceJob(String sentence, Model model, Known known) {
    this.model = model;
    this.plan = new SentencePlan(sentence, model, known.glossary());
    this.alternatives = known.alternatives();
    recall(known);
  }

  /**
   * What is known before the network is asked.
   *
   * @param alternatives whether other translations are wanted besides the memory's
   */
  record Known(Glossary glossary, TranslationMemory memory, boolean alternatives) {}

  /**
   * A sentence of the memory needs no network, unless a term in it has a translation of its own.
   */
  private void recall(Known known) {
    String text = plan.text().toString();
    if (!plan.marks().isEmpty() || !known.glossary().find(text).isEmpty()) {
      return;
    }
    LanguagePair pair = model.pair();
    String found =
        known
            .memory()
            .find(text, pair.target(), word -> Lexicon.entry(word, pair.source(), pair.target()));
    if (found == null) {
      return;
    }
    MappedText out = new MappedText(plan.isShouted() ? found.toUpperCase(Locale.ROOT) : found);
    if (plan.hasCurlyQuotes()) {
      Attempt.curl(out, model.pair().target());
    }
    String target = out.toString();
    Alignment whole =
        new Alignment(List.of(new Link(0, plan.sentence().length(), 0, target.length())));
    List<String> read = tokens(model.source(), text);
    List<String> written = tokens(model.target(), target);
    float[][] attention = new float[written.size()][read.size()];
    for (float[] row : attention) {
      Arrays.fill(row, 1f / read.size());
    }
    Translation translation =
        new Translation(target, 0, read, written, attention).with(target, whole);
    outcomes.add(new Outcome(translation, Faults.NONE, 0, 1));
  }

  private static List<String> tokens(TextCodec codec, String text) {
    return codec.tokens(text, codec.encode(text));
  }

  /**
   * The attempts of a round; none if the best answer so far is good.
   *
   * @param beam hypotheses that are followed at once
   */
  List<Attempt> attempts(int round, int beam) {
    Map<String, Attempt> attempts = new LinkedHashMap<>();
    if (round == 0 && (outcomes.isEmpty() || alternatives)) {
      add(attempts, new Attempt(plan, model, Form.SENTENCE, false, false));
      if (isShort()) {
        add(attempts, new Attempt(plan, model, Form.ENTRY, false, false));
        add(attempts, new Attempt(plan, model, Form.LABEL, false, false));
      }
    } else if (round == 1 && !isGood()) {
      if (beam > 1 && kept == null) {
        // Once more as it is, now for all candidates of the beam.
        add(attempts, new Attempt(plan, model, Form.SENTENCE, false, false));
      }
      // What is carried can get lost no more; other faults it does not mend.
      if (!plan.items().isEmpty() && best().faults().lost() > GOOD) {
        add(attempts, new Attempt(plan, model, Form.SENTENCE, true, false));
        if (model.carriers().hasSigns()) {
          add(attempts, new Attempt(plan, model, Form.SENTENCE, true, true));
        }
      }
    }
    return new ArrayList<>(attempts.values());
  }

  private static void add(Map<String, Attempt> attempts, Attempt attempt) {
    attempts.putIfAbsent(attempt.input(), attempt);
  }

  /** The sentence in parts, for the last round; null if that is not needed or not possible. */
  Parts parts() {
    // Parts are worse than a whole sentence with a strange word in it.
    if (best().faults().lost() + best().faults().broken() <= GOOD) {
      return null;
    }
    Parts parts = new Parts(plan, model);
    return parts.isWhole() ? null : parts;
  }

  /** Whether it is a word or a label, which may be an entry of a dictionary as well. */
  private boolean isShort() {
    String text = plan.text().toString();
    return plan.items().isEmpty()
        && plan.marks().isEmpty()
        && Faults.count(text) <= SHORT
        && text.chars().allMatch(c -> Character.isLetter(c) || c == ' ' || c == '.');
  }

  void take(Outcome outcome) {
    outcomes.add(outcome);
  }

  /** Further answers, which are read only if the first ones are not good. */
  void keep(Attempt attempt, List<Translation> answers) {
    if (kept == null) {
      kept = attempt;
      keptAnswers = List.copyOf(answers);
    }
  }

  /** Reads the answers that were kept, if they are needed. */
  void takeKept(TranslationOptions options) {
    if (kept != null && !isGood()) {
      keptAnswers.forEach(answer -> outcomes.add(kept.read(answer, options)));
    }
  }

  /** Whether nothing seems wrong with the best answer. */
  boolean isGood() {
    return !outcomes.isEmpty() && best().faults().sum() <= GOOD;
  }

  private Outcome best() {
    return candidates().get(0);
  }

  /** All answers, best first, without those of the same text. */
  List<Outcome> candidates() {
    Map<String, Outcome> byText = new LinkedHashMap<>();
    outcomes.stream()
        .sorted(Comparator.comparingDouble((Outcome o) -> -o.value()))
        .forEach(o -> byText.putIfAbsent(o.translation().text(), o));
    return new ArrayList<>(byText.values());
  }

  SentencePlan plan() {
    return plan;
  }
}
