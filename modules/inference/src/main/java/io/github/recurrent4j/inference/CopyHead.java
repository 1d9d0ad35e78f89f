package io.github.recurrent4j.inference;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Scope;

/**
 * Lets a decoder copy words of its source (See et al., 2017): what was worked out for a step
 * becomes the mixture of generating and copying. Its twin for training is {@code SparseOutput} with
 * {@code copying}, beside a {@code Pointer}, in the module {@code layers}.
 */
final class CopyHead {
  private final Attention pointer;
  private final PackedMatrix gate;

  CopyHead(PackedNetwork network, DecoderLayers.Copying layers) {
    pointer = new Attention(network, layers.pointer());
    gate = network.dense(layers.gate());
  }

  /** What points into the memories of sequences that are decoded; lives in the scope. */
  Copies begin(Slot slot, Scope scope, int steps, int[][] words, int beam) {
    return new Copies(slot, scope, steps, words, beam);
  }

  /** The sequences of a batch, K hypotheses of each. */
  final class Copies {
    private final Slot slot;
    private final Scope scope;
    private final int steps;
    private final int beam;
    private final Floats weights;
    private final Floats gates;
    private int[][] words;
    private Attention.Memory memory;

    private Copies(Slot slot, Scope scope, int steps, int[][] words, int beam) {
      this.slot = slot;
      this.scope = scope;
      this.steps = steps;
      this.words = words;
      this.beam = beam;
      long rows = (long) words.length * beam;
      weights = scope.floats(rows * steps);
      gates = scope.floats(rows);
    }

    /** Points into these memories, [S, B, M], from now on. */
    void pointInto(int[] lengths, Floats memories) {
      memory = pointer.memory(slot, scope, steps, lengths, memories);
    }

    /** Goes on with some of the sequences. */
    void keep(int[] which) {
      int[][] kept = new int[which.length][];
      for (int n = 0; n < which.length; n++) {
        kept[n] = words[which[n]];
      }
      words = kept;
    }

    /**
     * Points, at a step.
     *
     * @param rows number of rows
     * @param state the top layer's state, [rows, H]
     * @param both the same beside the context, [rows, H + M]
     */
    void step(int rows, Floats state, Floats both) {
      pointer.weigh(slot, memory, beam, state, weights);
      slot.products().multiply(gate, rows, both, gates);
    }

    /**
     * Mixes the probabilities of a row.
     *
     * @param into those of the vocabulary's words, as they are generated, then room for those that
     *     can only be copied; receives the mixture
     */
    void mix(int row, float[] into) {
      float g = (float) (1 / (1 + Math.exp(-gates.get(row))));
      for (int i = 0; i < into.length; i++) {
        into[i] *= g;
      }
      float[] a = new float[steps];
      weights.get((long) row * steps, a);
      int[] mine = words[row / beam];
      for (int s = 0; s < mine.length; s++) {
        if (mine[s] >= 0 && mine[s] < into.length) {
          into[mine[s]] += (1 - g) * a[s];
        }
      }
    }
  }
}
