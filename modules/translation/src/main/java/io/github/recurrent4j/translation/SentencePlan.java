package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.InlineMarks.Mark;
import io.github.recurrent4j.translation.text.Abbreviations;
import io.github.recurrent4j.translation.text.Casing;
import io.github.recurrent4j.translation.text.Designations;
import io.github.recurrent4j.translation.text.EnglishCapitals;
import io.github.recurrent4j.translation.text.Exonyms;
import io.github.recurrent4j.translation.text.GivenNames;
import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.translation.text.MappedText;
import io.github.recurrent4j.translation.text.Span;
import io.github.recurrent4j.translation.text.Span.Kind;
import io.github.recurrent4j.translation.text.Spans;
import io.github.recurrent4j.translation.text.Words;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/**
 * A sentence made ready for a network: its marks taken out, capitals and accents in order, and the
 * list of what its translation must hold.
 */
final class SentencePlan {
  /** What the stages know of a model. */
  record Model(LanguagePair pair, TextCodec source, TextCodec target, Carriers carriers) {}

  /** How surely a network brings an item over by itself. */
  enum Trust {
    /** Hardly: it is carried from the first attempt on. */
    NONE,
    /** Likely: it is looked for in the output. */
    CHECKED,
    /** It knows the name, and may have another for it (Tomás, Bruselas). */
    KNOWN
  }

  /**
   * Something that the translation must hold.
   *
   * @param from where it begins in the prepared text
   * @param to behind its end
   * @param kind what it is
   * @param target its form in the translation
   */
  record Item(int from, int to, Kind kind, String target, Trust trust) {}

  private final String sentence;
  private final MappedText text;
  private final List<Mark> marks = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final boolean shouted;
  private final boolean curlyQuotes;

  /** Prepares a sentence; its places are counted from its beginning. */
  SentencePlan(String sentence, Model model, Glossary glossary) {
    this.sentence = sentence;
    this.text = new MappedText(sentence);
    LanguagePair pair = model.pair();
    takeMarks(pair);
    this.curlyQuotes = plainSigns(pair.source());
    Abbreviations.expand(text, pair.source(), pair.target());
    List<Span> named = Designations.take(text, pair.source());
    this.shouted = Casing.isShouted(text.toString(), pair.source());
    List<Span> spans = Spans.find(text.toString(), pair.source(), pair.target());
    List<Glossary.Hit> terms = glossary.find(text.toString());
    if (shouted) {
      whisper(spans, pair.source());
    }
    restoreAccents(spans, pair.source());
    if (pair.source() == Language.ENGLISH) {
      restoreCapitals(spans);
    }
    for (Glossary.Hit h : terms) {
      items.add(new Item(h.from(), h.to(), Kind.TERM, h.target(), Trust.CHECKED));
    }
    for (Span s : named) {
      add(new Item(s.from(), s.to(), s.kind(), s.target(), Trust.NONE));
    }
    for (Span s : spans) {
      add(
          new Item(
              s.from(), s.to(), s.kind(), s.target(), s.isPlain() ? Trust.CHECKED : Trust.NONE));
    }
    addNames(model);
    items.sort(Comparator.comparingInt(Item::from));
  }

  private void add(Item item) {
    if (items.stream().noneMatch(i -> i.from < item.to && item.from < i.to)) {
      items.add(item);
    }
  }

  private void takeMarks(LanguagePair pair) {
    List<Span> spans =
        Spans.find(sentence, pair.source(), pair.target()).stream()
            .filter(s -> s.kind() == Kind.MARK)
            .toList();
    for (Span s : spans) {
      marks.add(new Mark(s.from(), s.to(), sentence.substring(s.from(), s.to())));
    }
    for (int i = spans.size() - 1; i >= 0; i--) {
      int from = spans.get(i).from();
      int to = spans.get(i).to();
      String now = text.toString();
      boolean spaceBefore = from == 0 || now.charAt(from - 1) == ' ';
      boolean spaceAfter = to < now.length() && now.charAt(to) == ' ';
      boolean last = to == now.length() || ",.;:!?)".indexOf(now.charAt(to)) >= 0;
      if (spaceBefore && spaceAfter) {
        to++;
      } else if (spaceBefore && last && from > 0) {
        from--;
      }
      boolean between =
          from > 0
              && to < now.length()
              && Character.isLetter(now.charAt(from - 1))
              && Character.isLetter(now.charAt(to));
      // <br/> between two words divides them; <b> in the midst of a word does not.
      text.replace(from, to, between && now.charAt(to - 2) == '/' ? " " : "");
    }
  }

  private boolean isAlone(int at) {
    String now = text.toString();
    return at > 0
        && at + 1 < now.length()
        && now.charAt(at - 1) == ' '
        && now.charAt(at + 1) == ' ';
  }

  /** Signs in the form that networks have seen most; true if quotes were not straight. */
  private boolean plainSigns(Language source) {
    boolean curly = false;
    for (int i = text.length() - 1; i >= 0; i--) {
      char c = text.toString().charAt(i);
      if ("«»“”„‟".indexOf(c) >= 0) {
        text.replace(i, i + 1, "\"");
        curly = true;
      } else if (c == '’' || c == '‘') {
        text.replace(i, i + 1, "'");
      } else if (c == '…') {
        text.replace(i, i + 1, "...");
      } else if (c == '&' && isAlone(i)) {
        text.replace(i, i + 1, source == Language.SPANISH ? "y" : "and");
      }
    }
    return curly;
  }

  /** Lower case for a text in capitals; what no list knows is taken for a name. */
  private void whisper(List<Span> spans, Language source) {
    Words words = Words.of(source);
    Matcher m = Faults.WORD.matcher(text.toString());
    boolean first = true;
    while (m.find()) {
      String word = m.group();
      String lower = word.toLowerCase(Locale.ROOT);
      boolean free = spans.stream().noneMatch(s -> s.from() < m.end() && m.start() < s.to());
      if (free && lower.length() == word.length()) {
        boolean name = !words.knows(lower) && words.withAccents(lower).equals(lower);
        boolean capital = source == Language.ENGLISH && EnglishCapitals.has(lower);
        String changed = name || first || capital ? Casing.capitalized(lower) : lower;
        text.replace(m.start(), m.end(), changed);
      }
      first = false;
    }
  }

  /** I, weekdays and, in a text without a capital, countries and cities: i live in spain. */
  private void restoreCapitals(List<Span> spans) {
    String all = text.toString();
    boolean small = all.equals(all.toLowerCase(Locale.ROOT));
    Matcher m = Faults.WORD.matcher(all);
    while (m.find()) {
      String word = m.group();
      String capital = Casing.capitalized(word);
      boolean free = spans.stream().noneMatch(s -> s.from() < m.end() && m.start() < s.to());
      if (free
          && !capital.equals(word)
          && capital.length() == word.length()
          && (EnglishCapitals.has(word) || (small && Exonyms.isOnlyName(capital)))) {
        text.replace(m.start(), m.end(), capital);
      }
    }
  }

  private void restoreAccents(List<Span> spans, Language source) {
    if (source != Language.SPANISH) {
      return;
    }
    Matcher m = Faults.WORD.matcher(text.toString());
    List<int[]> found = new ArrayList<>();
    while (m.find()) {
      boolean initial = found.isEmpty() && m.start() < 3;
      if (Character.isLowerCase(text.toString().charAt(m.start())) || initial) {
        found.add(new int[] {m.start(), m.end()});
      }
    }
    for (int[] at : found) {
      String word = text.toString().substring(at[0], at[1]);
      String lower = word.toLowerCase(Locale.ROOT);
      if (word.length() < 3 || spans.stream().anyMatch(s -> s.from() < at[1] && at[0] < s.to())) {
        continue;
      }
      String right = Words.of(source).withAccents(lower);
      if (right.length() == word.length() && !right.equals(lower)) {
        boolean capital = !word.equals(lower);
        text.replace(at[0], at[1], capital ? Casing.capitalized(right) : right);
      }
    }
  }

  /** Capitalized words that no list has and no language writes in its own way. */
  private void addNames(Model model) {
    Matcher m = Faults.WORD.matcher(text.toString());
    Language source = model.pair().source();
    String s = text.toString();
    boolean title = isTitle();
    while (!title && m.find()) {
      String word = m.group();
      boolean capital =
          Character.isUpperCase(word.codePointAt(0)) && !word.equals(word.toUpperCase(Locale.ROOT));
      if (!capital
          || (beginsSentence(s, m.start()) && !GivenNames.knows(word))
          || (source == Language.ENGLISH && EnglishCapitals.mayHave(word))) {
        continue;
      }
      String exonym = Exonyms.target(word, source);
      boolean known = Words.of(source).knows(word) && !GivenNames.knows(word);
      if (known && (exonym == null || source == Language.SPANISH)) {
        continue;
      }
      Trust trust = model.source().encode(word).length == 1 ? Trust.KNOWN : Trust.CHECKED;
      if (source == Language.ENGLISH && trust == Trust.KNOWN && !GivenNames.knows(word)) {
        continue;
      }
      boolean own = GivenNames.knows(word) || !Exonyms.knows(word, source);
      if (exonym != null ? trust == Trust.CHECKED : own) {
        add(new Item(m.start(), m.end(), Kind.NAME, exonym == null ? word : exonym, trust));
      }
    }
  }

  private static boolean beginsSentence(String s, int at) {
    int i = at - 1;
    while (i >= 0 && !Character.isLetterOrDigit(s.charAt(i)) && s.charAt(i) != '.') {
      i--;
    }
    return i < 0;
  }

  /** Whether most words are capitalized, as in English titles: then capitals say nothing. */
  private boolean isTitle() {
    int capitals = 0;
    int words = 0;
    Matcher m = Faults.WORD.matcher(text.toString());
    while (m.find()) {
      words++;
      capitals += Character.isUpperCase(m.group().codePointAt(0)) ? 1 : 0;
    }
    return words > 3 && capitals > 0.7 * words;
  }

  /** The sentence as it came. */
  String sentence() {
    return sentence;
  }

  /** The prepared text; its origins are places in the sentence. Not to be changed. */
  MappedText text() {
    return text;
  }

  /** What was taken out. */
  List<Mark> marks() {
    return marks;
  }

  /** What the translation must hold, from left to right. */
  List<Item> items() {
    return items;
  }

  /** Whether the sentence is in capitals. */
  boolean isShouted() {
    return shouted;
  }

  /** Whether it had quotes that were not straight. */
  boolean hasCurlyQuotes() {
    return curlyQuotes;
  }
}
