package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.SentencePlan.Item;
import io.github.recurrent4j.translation.SentencePlan.Model;
import io.github.recurrent4j.translation.text.Casing;
import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.translation.text.MappedText;
import io.github.recurrent4j.translation.text.OpeningMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A sentence cut where it can be cut, each part translated by itself: round everything that must be
 * kept, and at the ends of clauses. Worse than a whole sentence, but nothing is lost.
 */
final class Parts {
  private static final Set<String> JOINTS =
      Set.of("y", "que", "pero", "porque", "cuando", "donde", "and", "that", "but", "because");
  private static final int LONG = 8;
  private static final int SHORTEST = 4;
  private static final double PRICE = 0.5;

  /** A part: something to keep, or words for the network. */
  private record Part(int from, int to, Item item) {}

  private final SentencePlan plan;
  private final Model model;
  private final List<Part> parts = new ArrayList<>();

  Parts(SentencePlan plan, Model model) {
    this.plan = plan;
    this.model = model;
    int at = 0;
    for (Item item : plan.items()) {
      clauses(at, item.from());
      parts.add(new Part(item.from(), item.to(), item));
      at = item.to();
    }
    clauses(at, plan.text().length());
  }

  private void clauses(int from, int to) {
    String text = plan.text().toString().substring(from, to);
    int words = 0;
    int at = 0;
    int i = 0;
    boolean cut = Faults.count(text) >= LONG;
    while (cut && i < text.length()) {
      int end = text.indexOf(' ', i);
      if (end < 0) {
        break;
      }
      words++;
      int next = text.indexOf(' ', end + 1);
      String word = text.substring(end + 1, next < 0 ? text.length() : next);
      boolean mark = end > 0 && ",;:".indexOf(text.charAt(end - 1)) >= 0;
      boolean joint = JOINTS.contains(word.toLowerCase(Locale.ROOT));
      boolean enough = words >= SHORTEST && Faults.count(text.substring(end)) >= SHORTEST - 1;
      if (enough && (mark || joint)) {
        add(from + at, from + end + 1);
        at = end + 1;
        words = 0;
      }
      i = end + 1;
    }
    add(from + at, to);
  }

  private void add(int from, int to) {
    if (from < to) {
      parts.add(new Part(from, to, null));
    }
  }

  /** Whether there is but one part. */
  boolean isWhole() {
    return parts.size() < 2;
  }

  /** What the network reads of each part that has words. */
  List<String> inputs() {
    List<String> inputs = new ArrayList<>();
    for (Part part : parts) {
      if (isRead(part)) {
        inputs.add(Casing.capitalized(core(part)));
      }
    }
    return inputs;
  }

  private boolean isRead(Part part) {
    return part.item == null && Faults.count(core(part)) > 0;
  }

  private String core(Part part) {
    String text = plan.text().toString().substring(part.from, part.to);
    int from = 0;
    int to = text.length();
    while (from < to && isEdge(text.charAt(from))) {
      from++;
    }
    while (to > from && (isEdge(text.charAt(to - 1)) || ".!?…".indexOf(text.charAt(to - 1)) >= 0)) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isEdge(char c) {
    return c == ' ' || ",;:()\"".indexOf(c) >= 0;
  }

  /** Puts the answers together, best candidates each. */
  Outcome read(List<Translation> answers, TranslationOptions options) {
    StringBuilder text = new StringBuilder();
    List<Translation> used = new ArrayList<>();
    double sum = 0;
    int tokens = 0;
    int next = 0;
    for (Part part : parts) {
      String whole = plan.text().toString().substring(part.from, part.to);
      if (part.item != null) {
        text.append(part.item.target());
      } else if (!isRead(part)) {
        text.append(whole.replace("¿", "").replace("¡", ""));
      } else {
        Translation answer = answers.get(next);
        next++;
        used.add(answer);
        int n = answer.targetTokens().size() + 1;
        tokens += n;
        sum += answer.score() * Math.pow((5.0 + n) / 6, options.lengthPenalty());
        String core = core(part);
        int at = whole.indexOf(core);
        text.append(whole, 0, at).append(fitted(answer.text(), part, core));
        text.append(whole.substring(at + core.length()));
      }
    }
    String result = opened(text.toString());
    double mean = tokens == 0 ? -1 : sum / tokens;
    double broken = Repetition.isIn(result, plan.text().toString()) ? 1 : 0;
    Faults faults = new Faults(0, broken, Faults.invented(plan, result, model));
    if (!plan.marks().isEmpty()) {
      result = InlineMarks.insert(plan.sentence(), plan.marks(), result, Alignment.NONE);
    }
    return new Outcome(Joining.join(used).with(result, Alignment.NONE), faults, mean - PRICE, 0.8);
  }

  private String opened(String text) {
    if (model.pair().target() != Language.SPANISH) {
      return text;
    }
    MappedText spanish = new MappedText(text);
    OpeningMarks.add(spanish);
    return spanish.toString();
  }

  /** A part's translation without the stop and the capital of a sentence. */
  private String fitted(String answer, Part part, String core) {
    String text = answer.strip();
    while (text.startsWith("¿") || text.startsWith("¡")) {
      text = text.substring(1);
    }
    while (text.endsWith(".") || text.endsWith("!") || text.endsWith("?")) {
      text = text.substring(0, text.length() - 1);
    }
    int first = Casing.firstLetter(text);
    boolean begins = part.from == 0 && Character.isUpperCase(core.codePointAt(0));
    if (first >= 0 && !begins && Places.mayBeSmall(text, first, core, model.pair().target())) {
      return Casing.uncapitalized(text);
    }
    return text;
  }
}
