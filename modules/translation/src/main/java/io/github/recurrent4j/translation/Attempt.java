package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.Carriers.Carrier;
import io.github.recurrent4j.translation.SentencePlan.Item;
import io.github.recurrent4j.translation.SentencePlan.Model;
import io.github.recurrent4j.translation.WordAlignment.Word;
import io.github.recurrent4j.translation.text.Casing;
import io.github.recurrent4j.translation.text.EnglishCapitals;
import io.github.recurrent4j.translation.text.Forms;
import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.translation.text.Lexicon;
import io.github.recurrent4j.translation.text.MappedText;
import io.github.recurrent4j.translation.text.OpeningMarks;
import io.github.recurrent4j.translation.text.Span.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/** One way to put a prepared sentence to the network, and to read its answer. */
final class Attempt {
  /** What is worse than any unlikely wording. */
  private static final double LOST = 3;

  /** Attention from which on a word stands for another. */
  private static final double SURE = 0.4;

  /** Attention from which on a word may stand for another. */
  private static final double LIKELY = 0.3;

  private static final String STOPS = ".!?…:;,";

  private final SentencePlan plan;
  private final Model model;
  private final MappedText input;
  private final List<Item> carried = new ArrayList<>();
  private final List<Carrier> carriers = new ArrayList<>();
  private final boolean addedStop;
  private final boolean tookStop;

  /** How the sentence is put. */
  enum Form {
    /** With a capital and a final stop. */
    SENTENCE,
    /** With a small first letter, without a final stop: an entry of a dictionary. */
    ENTRY,
    /** With a capital, without a final stop: a label. */
    LABEL
  }

  /**
   * Puts a sentence to the network.
   *
   * @param all whether all items are carried, not only those that a network cannot know
   * @param words whether words carry even where the network has signs for it
   */
  Attempt(SentencePlan plan, Model model, Form form, boolean all, boolean words) {
    this.plan = plan;
    this.model = model;
    this.input = plan.text().part(0, plan.text().length());
    carry(all, words);
    String text = input.toString();
    boolean stop = text.endsWith(".") && !text.endsWith("..");
    boolean bare = !text.isEmpty() && STOPS.indexOf(text.charAt(text.length() - 1)) < 0;
    this.addedStop = form == Form.SENTENCE && bare;
    this.tookStop = form != Form.SENTENCE && stop;
    if (addedStop) {
      int quotes = closers(text);
      input.replace(text.length() - quotes, text.length() - quotes, ".");
    } else if (tookStop) {
      input.replace(text.length() - 1, text.length(), "");
    }
    int first = Casing.firstLetter(input.toString());
    if (first >= 0 && !startsWithCarried(first)) {
      String letter = input.toString().substring(first, first + 1);
      String changed =
          form == Form.ENTRY && !alwaysCapital(first)
              ? letter.toLowerCase(Locale.ROOT)
              : letter.toUpperCase(Locale.ROOT);
      if (changed.length() == 1 && !changed.equals(letter)) {
        input.replace(first, first + 1, changed);
      }
    }
  }

  /** Whether the word at a place is one that English writes with a capital wherever it stands. */
  private boolean alwaysCapital(int at) {
    String rest = input.toString().substring(at);
    int space = rest.indexOf(' ');
    return model.pair().source() == Language.ENGLISH
        && EnglishCapitals.has(space < 0 ? rest : rest.substring(0, space));
  }

  private static int closers(String text) {
    return text.endsWith("\"") && text.indexOf('"') == text.length() - 1 ? 1 : 0;
  }

  private boolean startsWithCarried(int first) {
    return !carriers.isEmpty() && input.toString().startsWith(carriers.get(0).source(), first);
  }

  private void carry(boolean all, boolean words) {
    String text = plan.text().toString();
    List<Item> chosen = new ArrayList<>();
    for (Item item : plan.items()) {
      if (all || item.trust() == SentencePlan.Trust.NONE) {
        String before = wordBefore(text, item.from());
        Carrier carrier = model.carriers().next(item.kind(), before, text, carriers, words);
        if (carrier != null) {
          chosen.add(item);
          carriers.add(carrier);
        }
      }
    }
    carried.addAll(chosen);
    for (int i = chosen.size() - 1; i >= 0; i--) {
      input.replace(chosen.get(i).from(), chosen.get(i).to(), carriers.get(i).source());
    }
  }

  private static String wordBefore(String text, int at) {
    String before = text.substring(0, at).stripTrailing();
    return before.substring(before.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
  }

  /** What the network reads. */
  String input() {
    return input.toString();
  }

  /** Whether anything is carried. */
  boolean carries() {
    return !carried.isEmpty();
  }

  /** Makes the final text of an answer, and judges it. */
  Outcome read(Translation answer, TranslationOptions options) {
    WordAlignment words = WordAlignment.of(input(), answer, model.source(), model.target());
    MappedText out = new MappedText(answer.text());
    double lost = 0;
    for (int i = 0; i < carried.size(); i++) {
      lost += put(out, carriers.get(i), carried.get(i));
    }
    for (Item item : plan.items()) {
      if (!carried.contains(item)) {
        lost += find(out, item, words, answer.text());
      }
    }
    mendStrange(out, words);
    finish(out);
    if (plan.isShouted()) {
      shout(out);
    }
    Faults faults = Faults.of(lost, plan, out.toString(), words, model);
    Alignment alignment = words.links(input, out);
    String text = out.toString();
    if (!plan.marks().isEmpty()) {
      text = InlineMarks.insert(plan.sentence(), plan.marks(), text, alignment);
    }
    int tokens = answer.targetTokens().size() + 1;
    double mean = answer.score() * Math.pow((5.0 + tokens) / 6, options.lengthPenalty()) / tokens;
    return new Outcome(
        answer.with(text, alignment), faults, mean, words.isKnown() ? words.coverage() : 1);
  }

  /** Puts an item where its carrier stands; 0 if that was once. */
  private static double put(MappedText out, Carrier carrier, Item item) {
    int first = Places.find(out.toString(), carrier.target(), 0);
    if (first < 0) {
      return LOST;
    }
    boolean again = Places.find(out.toString(), carrier.target(), first + 1) >= 0;
    String target = item.target();
    out.replace(first, first + carrier.target().length(), target);
    return again ? 1 : 0;
  }

  /** Looks for an item that the network read itself, and mends its form. */
  private double find(MappedText out, Item item, WordAlignment words, String answer) {
    String text = out.toString();
    if (Places.find(text, item.target(), 0) >= 0) {
      return 0;
    }
    switch (item.kind()) {
      case SMALL_NUMBER, NUMBER -> {
        if (Places.mendNumber(out, item.target(), model.pair().target())) {
          return 0;
        }
        return item.target().length() == 1 && "12".contains(item.target()) ? 0.1 : LOST;
      }
      case TERM -> {
        if (Places.findIgnoringCase(text, item.target()) >= 0) {
          return 0;
        }
        return substitute(out, item, words) ? 0.02 : LOST;
      }
      case NAME, WOMAN, PLACE -> {
        if (Places.findIgnoringCase(text, item.target()) >= 0) {
          return 0;
        }
        if (item.trust() == SentencePlan.Trust.KNOWN) {
          int[] range = inputRange(item);
          return range != null && words.standsForName(range[0], range[1], answer) ? 0 : 0.5;
        }
        return substitute(out, item, words) ? 0.1 : 0.5;
      }
      default -> {
        return LOST;
      }
    }
  }

  /** Replaces the words that stand for an item. */
  private boolean substitute(MappedText out, Item item, WordAlignment words) {
    int[] range = inputRange(item);
    int[] there = range == null ? null : words.output(range[0], range[1], SURE);
    return there != null && replace(out, there[0], there[1], item.target());
  }

  /**
   * In place of words that no language has, and of words that were left as they are: what the word
   * that they stand for means, if a list knows.
   */
  private void mendStrange(MappedText out, WordAlignment words) {
    List<Word> all = new ArrayList<>();
    Matcher m = Faults.WORD.matcher(out.toString());
    while (m.find()) {
      String word = m.group();
      // hasn't, dog's: what is joined by an apostrophe is no invention.
      if (Character.isLowerCase(word.codePointAt(0))
          && word.chars().allMatch(Character::isLetter)
          && plan.items().stream().noneMatch(item -> item.target().contains(word))) {
        all.add(new Word(m.start(), m.end()));
      }
    }
    // From the end on: places in front of what changes stay.
    Collections.reverse(all);
    for (Word word : all) {
      String right = right(out, word, words);
      if (right != null) {
        putRight(out, word, right);
      }
    }
  }

  /** What should stand in a word's place; null if the word is as it should be, or nobody knows. */
  private String right(MappedText out, Word word, WordAlignment words) {
    Language source = model.pair().source();
    Language target = model.pair().target();
    String written = out.toString().substring(word.from(), word.to());
    if (Faults.isStrange(written, plan.text().toString(), model)) {
      Word stands = words.source(out.start(word.from(), word.to()), input(), LIKELY);
      String read = stands == null ? "" : input().substring(stands.from(), stands.to());
      return !read.isEmpty() && Character.isLowerCase(read.codePointAt(0))
          ? Lexicon.translation(read, source, target)
          : null;
    }
    boolean left =
        Places.find(plan.text().toString(), written, 0) >= 0 && !Forms.areKnown(written, target);
    return left ? Lexicon.entry(written, source, target) : null;
  }

  /** What stands in front already is not said twice: gas, then pipel for gas pipeline. */
  private void putRight(MappedText out, Word strange, String right) {
    String before = out.toString().substring(0, strange.from()).stripTrailing();
    String last = before.substring(before.lastIndexOf(' ') + 1);
    String missing =
        right.equals(last) || right.startsWith(last + " ") ? right.substring(last.length()) : right;
    int from = missing.length() < right.length() ? before.length() : strange.from();
    out.replace(from, strange.to(), missing);
    Places.mendArticle(out, from, model.pair().target());
  }

  /** Replaces a range of the network's output in the text as it is now. */
  private boolean replace(MappedText out, int begin, int end, String target) {
    int from = -1;
    int to = -1;
    for (int i = 0; i < out.length(); i++) {
      int origin = out.start(i, i + 1);
      if (origin >= begin && origin < end) {
        from = from < 0 ? i : from;
        to = i + 1;
      }
    }
    if (from < 0) {
      return false;
    }
    Word core = WordAlignment.trimmed(out.toString(), new Word(from, to));
    out.replace(core.from(), core.to(), target);
    Places.mendArticle(out, core.from(), model.pair().target());
    return true;
  }

  /** Where an item stands in the input. */
  private int[] inputRange(Item item) {
    int from = plan.text().start(item.from(), item.to());
    int to = plan.text().end(item.from(), item.to());
    int first = -1;
    int last = -1;
    for (int i = 0; i < input.length(); i++) {
      if (input.start(i, i + 1) >= from && input.end(i, i + 1) <= to) {
        first = first < 0 ? i : first;
        last = i + 1;
      }
    }
    return first < 0 ? null : new int[] {first, last};
  }

  /** Final stop, first letter and quotes as the source has them. */
  private void finish(MappedText out) {
    String source = plan.text().toString();
    Language target = model.pair().target();
    if (target == Language.SPANISH) {
      OpeningMarks.add(out);
    }
    String text = out.toString();
    if (endsTwice(text)) {
      out.replace(text.length() - 1, text.length(), "");
    } else if (addedStop
        && text.endsWith(".")
        && !text.endsWith("..")
        && !Places.isAbbreviated(text, target)) {
      out.replace(text.length() - 1, text.length(), "");
    } else if (addedStop && text.endsWith(".\"")) {
      out.replace(text.length() - 2, text.length() - 1, "");
    } else if (tookStop && !text.isEmpty() && STOPS.indexOf(text.charAt(text.length() - 1)) < 0) {
      out.replace(text.length(), text.length(), ".");
    }
    int s = Casing.firstLetter(source);
    int t = Casing.firstLetter(out.toString());
    boolean itemFirst = !plan.items().isEmpty() && s >= 0 && plan.items().get(0).from() <= s;
    if (s >= 0 && t >= 0 && !itemFirst && !isItem(out.toString(), t)) {
      String letter = out.toString().substring(t, t + 1);
      if (Character.isUpperCase(source.codePointAt(s)) && Character.isLowerCase(letter.charAt(0))) {
        out.replace(t, t + 1, letter.toUpperCase(Locale.ROOT));
      } else if (Character.isLowerCase(source.codePointAt(s))
          && Character.isUpperCase(letter.charAt(0))
          && Places.mayBeSmall(out.toString(), t, source, target)) {
        out.replace(t, t + 1, letter.toLowerCase(Locale.ROOT));
      }
    }
    if (plan.hasCurlyQuotes()) {
      curl(out, target);
    }
  }

  /** Whether a sentence's stop follows an item that ends with its own: at 9 a.m. */
  private boolean endsTwice(String text) {
    return plan.items().stream()
        .map(Item::target)
        .anyMatch(target -> target.endsWith(".") && text.endsWith(target + "."));
  }

  /** Whether what stands at a place is kept letter by letter. */
  private boolean isItem(String text, int at) {
    return plan.items().stream()
        .anyMatch(
            item -> {
              int from = Places.find(text, item.target(), 0);
              return from >= 0 && from <= at && at < from + item.target().length();
            });
  }

  /** Quotes as the language writes them. */
  static void curl(MappedText out, Language target) {
    boolean open = true;
    for (int i = 0; i < out.length(); i++) {
      if (out.toString().charAt(i) == '"') {
        String sign = target == Language.SPANISH ? (open ? "«" : "»") : (open ? "“" : "”");
        out.replace(i, i + 1, sign);
        // No space inside of quotes.
        int space = open ? i + 1 : i - 1;
        if (space >= 0 && space < out.length() && out.toString().charAt(space) == ' ') {
          out.replace(space, space + 1, "");
          i = open ? i : i - 1;
        }
        open = !open;
      }
    }
  }

  /** Capitals for a text in capitals, but not for what is kept letter by letter. */
  private void shout(MappedText out) {
    String text = out.toString();
    boolean[] kept = new boolean[text.length()];
    for (Item item : plan.items()) {
      if (item.kind() == Kind.NAME && item.trust() == SentencePlan.Trust.NONE) {
        int at = Places.find(text, item.target(), 0);
        for (int i = Math.max(0, at); at >= 0 && i < at + item.target().length(); i++) {
          kept[i] = true;
        }
      }
    }
    for (int i = 0; i < text.length(); i++) {
      String upper = text.substring(i, i + 1).toUpperCase(Locale.ROOT);
      if (!kept[i] && upper.length() == 1 && upper.charAt(0) != text.charAt(i)) {
        out.replace(i, i + 1, upper);
      }
    }
  }
}
