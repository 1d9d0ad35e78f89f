package io.github.recurrent4j.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Beam search over a batch of sentences at once. Deterministic: ties go to the lower row and token.
 */
final class BeamSearch {
  private static final int EXTRA_LENGTH = 10;

  private final Decoder network;
  private final Runnable check;
  private final TranslationOptions options;
  private final int beam;
  private final float[] probabilities;

  // The best continuations of one sentence, best first.
  private final int[] rows;
  private final int[] tokens;
  private final double[] scores;
  private int found;

  BeamSearch(Decoder network, Runnable check, TranslationOptions options) {
    this.network = network;
    this.check = check;
    this.options = options;
    this.beam = options.beam();
    this.probabilities = new float[network.targetTokens()];
    int kept = 2 * beam;
    this.rows = new int[kept];
    this.tokens = new int[kept];
    this.scores = new double[kept];
  }

  /** One sentence on its way. */
  private static final class Sentence {
    final int sourceLength;
    final Hypothesis[] active;
    final List<Hypothesis> finished = new ArrayList<>();

    Sentence(int sourceLength, int beam) {
      this.sourceLength = sourceLength;
      this.active = new Hypothesis[beam];
      active[0] = Hypothesis.START;
    }

    int longest() {
      return 2 * sourceLength + EXTRA_LENGTH;
    }
  }

  /**
   * The best finished hypotheses of each sentence, best first, their last token being the end.
   *
   * @param sources ids, none empty
   */
  List<List<Hypothesis>> search(int[][] sources) {
    List<Sentence> open = new ArrayList<>();
    for (int n = 0; n < sources.length; n++) {
      open.add(new Sentence(sources[n].length, beam));
    }
    List<Sentence> all = List.copyOf(open);
    try (Decoder.Decoding decoding = network.encode(sources, beam)) {
      decode(open, decoding);
    }
    return all.stream().map(this::ranked).toList();
  }

  private void decode(List<Sentence> open, Decoder.Decoding decoding) {
    int[] next = new int[open.size() * beam];
    Arrays.fill(next, Batch.START);
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

  private List<Hypothesis> ranked(Sentence sentence) {
    return sentence.finished.stream()
        .sorted(
            Comparator.comparingDouble((Hypothesis h) -> -h.score(options, sentence.sourceLength)))
        .limit(options.nBest())
        .toList();
  }

  /** Drops the rows of sentences that are done. */
  private int[] compact(List<Sentence> open, Decoder.Decoding decoding, int[] next) {
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

  /** Takes a sentence one token further; true when it is done. */
  private boolean advance(
      Sentence s, int place, Decoder.Decoding decoding, int[] parents, int[] next, int t) {
    found = 0;
    for (int k = 0; k < beam; k++) {
      if (s.active[k] != null) {
        decoding.probabilities(place * beam + k, probabilities);
        collect(k, s.active[k].logProbability());
      }
    }
    boolean last = t >= s.longest();
    Hypothesis[] active = new Hypothesis[beam];
    int filled = 0;
    for (int i = 0; i < found && filled < beam; i++) {
      boolean ends = tokens[i] == Batch.END;
      if (ends && i >= beam) {
        continue;
      }
      Hypothesis from = s.active[rows[i]];
      Hypothesis h =
          from.plus(
              tokens[i],
              decoding.weights(place * beam + rows[i]),
              scores[i] - from.logProbability());
      if (ends || last) {
        s.finished.add(h);
      }
      if (!ends) {
        active[filled] = h;
        parents[place * beam + filled] = place * beam + rows[i];
        next[place * beam + filled] = tokens[i];
        filled++;
      }
    }
    for (int k = filled; k < beam; k++) {
      parents[place * beam + k] = place * beam;
      next[place * beam + k] = Batch.PAD;
    }
    System.arraycopy(active, 0, s.active, 0, beam);
    return last || filled == 0 || s.finished.size() >= beam || settled(s);
  }

  /** Whether no open hypothesis can still beat the best finished one. */
  private boolean settled(Sentence s) {
    if (s.finished.isEmpty() || options.nBest() > 1 || options.coveragePenalty() > 0) {
      return false;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (Hypothesis h : s.finished) {
      best = Math.max(best, h.score(options, s.sourceLength));
    }
    double bound =
        s.active[0].logProbability() / Math.pow((5.0 + s.longest()) / 6, options.lengthPenalty());
    return best >= bound;
  }

  /** Merges a row's best continuations into the sentence's. */
  private void collect(int row, double before) {
    int keep = rows.length;
    double least = found == keep ? Math.exp(scores[keep - 1] - before) : 0;
    for (int token = 0; token < probabilities.length; token++) {
      float p = probabilities[token];
      if (p > least && token != Batch.PAD && token != Batch.START) {
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
    System.arraycopy(tokens, at, tokens, at + 1, moved);
    scores[at] = score;
    rows[at] = row;
    tokens[at] = token;
    found = Math.min(found + 1, rows.length);
  }
}
