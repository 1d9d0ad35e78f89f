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

  /**
   * What points into the memories of sequences that are decoded; lives in the scope.
   *
   * @param rows most rows that are computed
   */
  Copies begin(Slot slot, Scope scope, Encoder.Encoded encoded, int[][] words, int beam, int rows) {
    return new Copies(slot, scope, encoded, words, beam, rows);
  }

  /** The sequences of a batch, K hypotheses of each. */
  final class Copies {
    private final Slot slot;
    private final int beam;
    private final Floats weights;
    private final Floats gates;
    private int[][] words;
    private Attention.Memory memory;

    private Copies(
        Slot slot, Scope scope, Encoder.Encoded encoded, int[][] words, int beam, int rows) {
      this.slot = slot;
      this.words = words;
      this.beam = beam;
      memory = pointer.memory(slot, scope, encoded.steps(), encoded.lengths(), encoded.memory());
      weights = scope.floats((long) rows * memory.steps());
      gates = scope.floats(rows);
    }

    /** Goes on with some of the sequences. */
    void keep(int[] which) {
      int[][] kept = new int[which.length][];
      for (int n = 0; n < which.length; n++) {
        kept[n] = words[which[n]];
      }
      words = kept;
      memory = memory.keep(which);
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
      float[] a = new float[memory.steps()];
      weights.get((long) row * a.length, a);
      int[] mine = words[row / beam];
      for (int s = 0; s < mine.length; s++) {
        if (mine[s] >= 0 && mine[s] < into.length) {
          into[mine[s]] += (1 - g) * a[s];
        }
      }
    }
  }
}
