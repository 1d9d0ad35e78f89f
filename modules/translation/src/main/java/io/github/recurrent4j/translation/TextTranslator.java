package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.Alignment.Link;
import io.github.recurrent4j.translation.SentenceJob.Known;
import io.github.recurrent4j.translation.SentencePlan.Model;
import io.github.recurrent4j.translation.text.Cleaning;
import io.github.recurrent4j.translation.text.LanguageGuess;
import io.github.recurrent4j.translation.text.Layout;
import io.github.recurrent4j.translation.text.LongRuns;
import io.github.recurrent4j.translation.text.MappedText;
import io.github.recurrent4j.translation.text.Span;
import io.github.recurrent4j.translation.text.Spans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;

/**
 * Translates texts of any layout with a network that knows sentences: lines, spaces and marks stay,
 * what is in another language stays, and each answer is looked through before it is believed.
 */
final class TextTranslator {
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]{0,200}>");
  private static final Pattern AMOUNT =
      Pattern.compile(
          "[-−+±]?(?:[€$£]\\s?)?\\d[\\d.,\\s]*(?:[%‰€$£]|\\p{L}.*)|[€$£]\\s?\\d[\\d.,]*");
  private static final int MAX_WORDS = 40;

  private final Model model;
  private final SentenceNetwork network;
  private final Confidence confidence;
  private final TranslationMemory memory;

  TextTranslator(
      Model model, SentenceNetwork network, Confidence confidence, TranslationMemory memory) {
    this.model = model;
    this.network = network;
    this.confidence = confidence;
    this.memory = memory;
  }

  /** A range of a text: as it is, or a sentence under work. */
  private record Piece(int from, String text, SentenceJob job) {}

  /** A text under work, and how many of its sentences are. */
  private record Work(int place, MappedText clean, List<Piece> pieces, AtomicInteger open) {}

  /** A sentence under work, and its text. */
  private record Open(SentenceJob job, Work work) {}

  /** Sentences that are put to the network together, for one purpose. */
  private record Question(List<String> inputs, Consumer<List<List<Translation>>> answered) {}

  /** A choice for one piece of a text that costs least. */
  private record Change(int piece, int candidate, double loss) {}

  /** The best translations of each text, best first. */
  List<List<Translation>> nBest(List<String> texts, TranslationOptions options, Glossary glossary) {
    return Groups.gathered(texts.size(), sink -> nBest(texts, options, glossary, sink));
  }

  /**
   * The same, each text's translations handed over as soon as its last sentence is done: no text
   * waits for what another one is asked again.
   *
   * @param sink takes them with the text's place, on any thread and on several at once; all of it
   *     before this returns
   */
  void nBest(
      List<String> texts,
      TranslationOptions options,
      Glossary glossary,
      ObjIntConsumer<List<Translation>> sink) {
    Known known = new Known(glossary, memory, options.nBest() > 1);
    List<Open> all = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Work work = work(i, texts.get(i), known);
      work.pieces.stream().filter(p -> p.job != null).forEach(p -> all.add(new Open(p.job, work)));
      if (work.open.get() == 0) {
        sink.accept(results(work, options.nBest()), i);
      }
    }
    Consumer<Open> done =
        open -> {
          if (open.work.open.decrementAndGet() == 0) {
            sink.accept(results(open.work, options.nBest()), open.work.place);
          }
        };
    List<Open> again = asked(all, options, done);
    List<Open> left = repaired(again, options.withBest(options.beam()), done);
    askInParts(left, options, done);
  }

  /** Asks each sentence once; those whose answer is not good are given back. */
  private List<Open> asked(List<Open> all, TranslationOptions options, Consumer<Open> done) {
    // Of many sentences some are asked for again: all candidates at once cost less than two
    // searches. Of one, the best candidate alone comes sooner.
    boolean many = all.size() > 1;
    List<Question> questions = new ArrayList<>();
    for (Open open : all) {
      SentenceJob job = open.job;
      List<Attempt> attempts = job.attempts(0, options.rows());
      questions.add(
          new Question(
              attempts.stream().map(Attempt::input).toList(),
              answers -> {
                for (int i = 0; i < attempts.size(); i++) {
                  List<Translation> found = answers.get(i);
                  int wanted = many ? Math.min(options.nBest(), found.size()) : found.size();
                  take(job, attempts.get(i), found.subList(0, wanted), options);
                  if (many) {
                    job.keep(attempts.get(i), found.subList(wanted, found.size()));
                  }
                }
                job.takeKept(options);
                if (job.isGood()) {
                  done.accept(open);
                }
              }));
    }
    put(questions, many ? options.withBest(options.beam()) : options);
    return all.stream().filter(open -> !open.job.isGood()).toList();
  }

  /** Asks in other ways; the sentences that even so must be cut into parts are given back. */
  private List<Open> repaired(List<Open> bad, TranslationOptions options, Consumer<Open> done) {
    List<Question> questions = new ArrayList<>();
    for (Open open : bad) {
      SentenceJob job = open.job;
      List<Attempt> attempts = job.attempts(1, options.rows());
      questions.add(
          new Question(
              attempts.stream().map(Attempt::input).toList(),
              answers -> {
                for (int i = 0; i < attempts.size(); i++) {
                  take(job, attempts.get(i), answers.get(i), options);
                }
                if (job.parts() == null) {
                  done.accept(open);
                }
              }));
    }
    put(questions, options);
    return bad.stream().filter(open -> open.job.parts() != null).toList();
  }

  private void askInParts(List<Open> bad, TranslationOptions options, Consumer<Open> done) {
    List<Question> questions = new ArrayList<>();
    for (Open open : bad) {
      Parts parts = open.job.parts();
      questions.add(
          new Question(
              parts.inputs(),
              answers -> {
                List<Translation> best = answers.stream().map(a -> a.get(0)).toList();
                open.job.take(parts.read(best, options));
                done.accept(open);
              }));
    }
    put(questions, options);
  }

  private static void take(
      SentenceJob job, Attempt attempt, List<Translation> found, TranslationOptions options) {
    for (Translation answer : found) {
      job.take(attempt.read(answer, options));
    }
  }

  /** Puts questions to the network in one batch; each is told when it has all of its answers. */
  private void put(List<Question> questions, TranslationOptions options) {
    List<String> inputs = questions.stream().flatMap(q -> q.inputs.stream()).toList();
    Groups<List<Translation>> answers =
        new Groups<>(
            questions.stream().map(q -> q.inputs.size()).toList(),
            (found, q) -> questions.get(q).answered.accept(found));
    if (!inputs.isEmpty()) {
      network.translate(inputs, options, answers);
    }
  }

  private Work work(int place, String text, Known known) {
    MappedText clean = Cleaning.clean(text);
    String all = clean.toString();
    List<Piece> pieces = new ArrayList<>();
    for (Layout.Part part : LongRuns.cut(all)) {
      String s = all.substring(part.from(), part.to());
      if (part.translated()) {
        addSentences(part.from(), s, known, pieces);
      } else {
        pieces.add(new Piece(part.from(), s, null));
      }
    }
    int open = (int) pieces.stream().filter(p -> p.job != null).count();
    return new Work(place, clean, pieces, new AtomicInteger(open));
  }

  private void addSentences(int from, String text, Known known, List<Piece> pieces) {
    for (Layout.Part part : Layout.parts(text, model.pair().source())) {
      String s = text.substring(part.from(), part.to());
      int at = from + part.from();
      if (!part.translated()) {
        pieces.add(new Piece(at, s, null));
      } else if (isForeign(s) && known.memory().find(s, model.pair().target()) == null) {
        pieces.add(new Piece(at, kept(s), null));
      } else {
        cut(at, s, known, pieces);
      }
    }
  }

  private boolean isForeign(String s) {
    if (isKeptWhole(s)) {
      return true;
    }
    String words = s.indexOf('<') < 0 ? s : TAG.matcher(s).replaceAll(" ");
    return LanguageGuess.isForeign(words, model.pair().source(), model.pair().target());
  }

  /** Whether there are no words but names of things: an address, a file, a placeholder. */
  private boolean isKeptWhole(String s) {
    boolean[] kept = new boolean[s.length()];
    for (Span span : Spans.find(s, model.pair().source(), model.pair().target())) {
      boolean same = span.kind() == Span.Kind.NAME || span.kind() == Span.Kind.MARK;
      Arrays.fill(kept, span.from(), span.to(), same);
    }
    boolean found = false;
    for (int i = 0; i < s.length(); i++) {
      if (!kept[i] && Character.isLetterOrDigit(s.charAt(i))) {
        return false;
      }
      found |= kept[i];
    }
    return found;
  }

  /** A lone amount with its sign or unit (3,2 %; 1.234,56 €) is in the other language's form. */
  private String kept(String s) {
    List<Span> spans = Spans.find(s, model.pair().source(), model.pair().target());
    boolean amount =
        spans.size() == 1
            && spans.get(0).kind() == Span.Kind.NUMBER
            && spans.get(0).to() - spans.get(0).from() == s.length()
            && AMOUNT.matcher(s).matches();
    return amount ? spans.get(0).target() : s;
  }

  /** Longer sentences than a network has learned from are cut, rather behind a comma. */
  private void cut(int from, String sentence, Known known, List<Piece> pieces) {
    int at = 0;
    List<WordAlignment.Word> words = WordAlignment.words(sentence);
    int first = 0;
    while (first < words.size()) {
      int last = Math.min(words.size(), first + MAX_WORDS);
      for (int i = last; last < words.size() && i > first + MAX_WORDS / 2; i--) {
        char mark = sentence.charAt(words.get(i - 1).to() - 1);
        if (mark == ',' || mark == ';') {
          last = i;
          break;
        }
      }
      int begin = words.get(first).from();
      int end = words.get(last - 1).to();
      if (begin > at) {
        pieces.add(new Piece(from + at, sentence.substring(at, begin), null));
      }
      String part = sentence.substring(begin, end);
      pieces.add(new Piece(from + begin, part, new SentenceJob(part, model, known)));
      at = end;
      first = last;
    }
  }

  private List<Translation> results(Work work, int nBest) {
    int[] choice = new int[work.pieces.size()];
    List<Translation> results = new ArrayList<>();
    results.add(join(work, choice));
    if (nBest > 1) {
      for (Change change : changes(work)) {
        if (results.size() == nBest) {
          break;
        }
        int[] other = choice.clone();
        other[change.piece] = change.candidate;
        results.add(join(work, other));
      }
    }
    return results;
  }

  /** Other candidates for one sentence each, those that cost least first. */
  private static List<Change> changes(Work work) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < work.pieces.size(); i++) {
      SentenceJob job = work.pieces.get(i).job;
      if (job != null) {
        List<Outcome> candidates = job.candidates();
        for (int c = 1; c < candidates.size(); c++) {
          double loss = candidates.get(0).value() - candidates.get(c).value();
          changes.add(new Change(i, c, loss));
        }
      }
    }
    changes.sort(Comparator.comparingDouble(Change::loss));
    return changes;
  }

  private Translation join(Work work, int[] choice) {
    StringBuilder text = new StringBuilder();
    List<Translation> parts = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    double sure = 0;
    double weight = 0;
    double[] evidence = new double[Confidence.FEATURES];
    for (int i = 0; i < work.pieces.size(); i++) {
      Piece piece = work.pieces.get(i);
      if (piece.job == null) {
        text.append(piece.text);
        continue;
      }
      Outcome outcome = piece.job.candidates().get(choice[i]);
      Translation part = whole(outcome.translation(), piece);
      for (Link l : part.alignment().links()) {
        int from = piece.from + l.sourceFrom();
        int to = piece.from + l.sourceTo();
        links.add(
            new Link(
                work.clean.start(from, to),
                work.clean.end(from, to),
                text.length() + l.targetFrom(),
                text.length() + l.targetTo()));
      }
      text.append(part.text());
      parts.add(part);
      int in = Faults.count(piece.text);
      double[] features = Confidence.features(outcome, in, Faults.count(part.text()));
      sure += (in + 1) * confidence.of(features);
      weight += in + 1;
      for (int f = 0; f < evidence.length; f++) {
        evidence[f] += (in + 1) * features[f];
      }
    }
    if (weight == 0) {
      return Translation.EMPTY.with(text.toString(), Alignment.NONE);
    }
    for (int f = 0; f < evidence.length; f++) {
      evidence[f] /= weight;
    }
    Translation joined = parts.size() == 1 ? parts.get(0) : Joining.join(parts);
    return joined
        .with(text.toString(), new Alignment(links))
        .withConfidence(sure / weight, evidence);
  }

  /** What still repeats itself after all attempts is cut off. */
  private static Translation whole(Translation translation, Piece piece) {
    return Repetition.isIn(translation.text(), piece.text)
        ? translation.with(Repetition.cut(translation.text(), piece.text), Alignment.NONE)
        : translation;
  }
}
