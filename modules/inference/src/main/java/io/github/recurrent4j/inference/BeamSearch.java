package io.github.recurrent4j.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * Beam search over a batch of sequences at once. Deterministic: ties go to the lower row and token.
 */
public final class BeamSearch {
  /** Id of padding, which is never chosen. */
  public static final int PAD = 0;

  /** Id of the token before the first, which is never chosen. */
  public static final int START = 1;

  /** Id of the token that ends a sequence. */
  public static final int END = 2;

  private static final int EXTRA_LENGTH = 10;

  private final Runnable check;
  private final Options options;
  private final int beam;
  private final float[] probabilities;

  // The best continuations of one sequence, best first.
  private final int[] rows;
  private final int[] chosen;
  private final double[] scores;
  private int found;

  /**
   * How is searched.
   *
   * @param beam hypotheses followed at once; 1 is greedy
   * @param nBest hypotheses for each sequence, at most as many as the beam is wide
   * @param lengthPenalty 0 prefers short sequences, 1 long ones (alpha of Wu et al., 2016)
   * @param coveragePenalty price of steps of the memory that were not attended to (beta, there)
   */
  public record Options(int beam, int nBest, double lengthPenalty, double coveragePenalty) {}

  /**
   * How a sequence begins and where it must end.
   *
   * @param first the token that is read before the first that is chosen
   * @param sourceLength steps of the memory that count
   * @param longest most tokens
   */
  public record Start(int first, int sourceLength, int longest) {
    /** A text made of a text: at most twice as long, and ten tokens more. */
    public static Start ofText(int sourceLength) {
      return new Start(START, sourceLength, 2 * sourceLength + EXTRA_LENGTH);
    }
  }

  /**
   * A search.
   *
   * @param tokens number of tokens that may be chosen, the first ones
   * @param check asked before each step; what it throws ends the search
   */
  public BeamSearch(int tokens, Runnable check, Options options) {
    this.check = check;
    this.options = options;
    this.beam = options.beam();
    this.probabilities = new float[tokens];
    int kept = 2 * beam;
    this.rows = new int[kept];
    this.chosen = new int[kept];
    this.scores = new double[kept];
  }

  /** One sequence on its way. */
  private static final class Sequence {
    final int place;
    final Start start;
    final Hypothesis[] active;
    final List<Hypothesis> finished = new ArrayList<>();

    Sequence(int place, Start start, int beam) {
      this.place = place;
      this.start = start;
      this.active = new Hypothesis[beam];
      active[0] = Hypothesis.START;
    }
  }

  /**
   * The best finished hypotheses of each sequence, best first, their last token being the end.
   *
   * @param decoding the sequences, each with as many rows as the beam is wide; closed in the end
   * @param starts how each begins
   */
  public List<List<Hypothesis>> search(Decoding decoding, List<Start> starts) {
    List<List<Hypothesis>> all = new ArrayList<>(Collections.nCopies(starts.size(), List.of()));
    search(decoding, starts, (found, place) -> all.set(place, found));
    return all;
  }

  /**
   * The same, each sequence's hypotheses handed over as soon as there are no better ones to come.
   *
   * @param finished takes them with the sequence's place among the starts, on the caller's thread
   */
  public void search(
      Decoding decoding, List<Start> starts, ObjIntConsumer<List<Hypothesis>> finished) {
    List<Sequence> open = new ArrayList<>();
    for (Start start : starts) {
      open.add(new Sequence(open.size(), start, beam));
    }
    try (decoding) {
      decode(open, decoding, finished);
    }
  }

  private void decode(
      List<Sequence> open, Decoding decoding, ObjIntConsumer<List<Hypothesis>> finished) {
    int[] next = new int[open.size() * beam];
    for (int r = 0; r < next.length; r++) {
      next[r] = open.get(r / beam).start.first();
    }
    for (int t = 1; !open.isEmpty(); t++) {
      check.run();
      decoding.step(next);
      int[] parents = new int[next.length];
      boolean[] done = new boolean[open.size()];
      for (int n = 0; n < open.size(); n++) {
        if (open.get(n) != null) {
          done[n] = advance(open.get(n), n, decoding, parents, next, t);
        }
      }
      decoding.reorder(parents);
      int left = 0;
      for (int n = 0; n < done.length; n++) {
        if (done[n]) {
          finished.accept(ranked(open.get(n)), open.get(n).place);
          open.set(n, null);
        }
        left += open.get(n) == null ? 0 : 1;
      }
      if (left == 0) {
        break;
      }
      if (left <= open.size() / 2) {
        next = compact(open, decoding, next);
      }
    }
  }

  private List<Hypothesis> ranked(Sequence sequence) {
    return sequence.finished.stream()
        .sorted(
            Comparator.comparingDouble(
                (Hypothesis h) -> -h.score(options, sequence.start.sourceLength())))
        .limit(options.nBest())
        .toList();
  }

  /** Drops the rows of sequences that are done. */
  private int[] compact(List<Sequence> open, Decoding decoding, int[] next) {
    List<Integer> kept = new ArrayList<>();
    for (int n = 0; n < open.size(); n++) {
      if (open.get(n) != null) {
        kept.add(n);
      }
    }
    int[] which = kept.stream().mapToInt(Integer::intValue).toArray();
    decoding.keep(which);
    int[] result = new int[which.length * beam];
    for (int r = 0; r < result.length; r++) {
      result[r] = next[which[r / beam] * beam + r % beam];
    }
    open.removeIf(s -> s == null);
    return result;
  }

  /** Takes a sequence one token further; true when it is done. */
  private boolean advance(
      Sequence s, int place, Decoding decoding, int[] parents, int[] next, int t) {
    found = 0;
    for (int k = 0; k < beam; k++) {
      if (s.active[k] != null) {
        decoding.probabilities(place * beam + k, probabilities);
        collect(k, s.active[k].logProbability());
      }
    }
    boolean last = t >= s.start.longest();
    Hypothesis[] active = new Hypothesis[beam];
    int filled = 0;
    for (int i = 0; i < found && filled < beam; i++) {
      boolean ends = chosen[i] == END;
      if (ends && i >= beam) {
        continue;
      }
      Hypothesis from = s.active[rows[i]];
      Hypothesis h =
          from.plus(
              chosen[i],
              decoding.weights(place * beam + rows[i]),
              scores[i] - from.logProbability());
      if (ends || last) {
        s.finished.add(h);
      }
      if (!ends) {
        active[filled] = h;
        parents[place * beam + filled] = place * beam + rows[i];
        next[place * beam + filled] = chosen[i];
        filled++;
      }
    }
    for (int k = filled; k < beam; k++) {
      parents[place * beam + k] = place * beam;
      next[place * beam + k] = PAD;
    }
    System.arraycopy(active, 0, s.active, 0, beam);
    return last || filled == 0 || s.finished.size() >= beam || settled(s);
  }

  /** Whether no open hypothesis can still beat the best finished one. */
  private boolean settled(Sequence s) {
    if (s.finished.isEmpty() || options.nBest() > 1 || options.coveragePenalty() > 0) {
      return false;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (Hypothesis h : s.finished) {
      best = Math.max(best, h.score(options, s.start.sourceLength()));
    }
    double bound =
        s.active[0].logProbability()
            / Math.pow((5.0 + s.start.longest()) / 6, options.lengthPenalty());
    return best >= bound;
  }

  /** Merges a row's best continuations into the sequence's. */
  private void collect(int row, double before) {
    int keep = rows.length;
    double least = found == keep ? Math.exp(scores[keep - 1] - before) : 0;
    for (int token = 0; token < probabilities.length; token++) {
      float p = probabilities[token];
      if (p > least && token != PAD && token != START) {
        insert(row, token, before + Math.log(p));
        if (found == keep) {
          least = Math.exp(scores[keep - 1] - before);
        }
      }
    }
  }

  private void insert(int row, int token, double score) {
    int at = found;
    while (at > 0 && scores[at - 1] < score) {
      at--;
    }
    if (at >= rows.length) {
      return;
    }
    int moved = Math.min(found, rows.length - 1) - at;
    System.arraycopy(scores, at, scores, at + 1, moved);
    System.arraycopy(rows, at, rows, at + 1, moved);
    System.arraycopy(chosen, at, chosen, at + 1, moved);
    scores[at] = score;
    rows[at] = row;
    chosen[at] = token;
    found = Math.min(found + 1, rows.length);
  }
}
