package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.layers.kernel.RecurrentKernel.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The mutual gating of a step's input and the state before it (Melis et al., 2020, "Mogrifier
 * LSTM"), in rounds that begin with the input:
 *
 * <pre>
 * x ← 2σ(Q_i h) ∘ x   in rounds 1, 3, 5, …
 * h ← 2σ(R_i x) ∘ h   in rounds 2, 4, …
 * </pre>
 *
 * <p>Q [H, I·⌈rounds/2⌉] and R [I, H·⌊rounds/2⌋] hold the matrices of the rounds side by side.
 */
final class Modulation {
  private final int rounds;

  Modulation(int rounds) {
    this.rounds = rounds;
  }

  /**
   * What a round leaves for the backward pass.
   *
   * @param reads what its gate was computed from
   * @param gate σ(…)
   * @param before what the gate was multiplied with
   */
  private record Round(INDArray reads, INDArray gate, INDArray before) {}

  /**
   * What the cell sees.
   *
   * @param x the input, [B, I]
   * @param h the state, [B, H]
   */
  record Modulated(INDArray x, INDArray h, List<Round> rounds) {}

  /** Gradients with respect to x [B, I] and h [B, H]. */
  record Errors(INDArray x, INDArray h) {}

  private static boolean ofInput(int round) {
    return round % 2 == 0;
  }

  /** Columns of a round's matrix. */
  private static INDArray matrix(INDArray all, int round, long columns) {
    long from = round / 2 * columns;
    return all.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + columns));
  }

  /** Gates x [B, I] and h [B, H], which stay as they are. */
  Modulated forward(INDArray x, INDArray h, INDArray q, INDArray r) {
    List<Round> done = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      INDArray reads = ofInput(i) ? h : x;
      INDArray before = ofInput(i) ? x : h;
      INDArray weights = matrix(ofInput(i) ? q : r, i, before.size(1));
      INDArray gate = Transforms.sigmoid(reads.mmul(weights), false);
      done.add(new Round(reads, gate, before));
      INDArray after = before.mul(gate).muli(2);
      x = ofInput(i) ? after : x;
      h = ofInput(i) ? h : after;
    }
    return new Modulated(x, h, done);
  }

  /**
   * Back-propagates.
   *
   * @param errors gradients with respect to the gated x and h; become those with respect to x and h
   * @param gradients whose q and r are added to
   */
  void backward(Modulated modulated, Errors errors, Parameters weights, Parameters gradients) {
    for (int i = rounds - 1; i >= 0; i--) {
      Round round = modulated.rounds.get(i);
      INDArray d = ofInput(i) ? errors.x : errors.h;
      INDArray dReads = ofInput(i) ? errors.h : errors.x;
      long columns = d.size(1);
      INDArray dLogit = d.mul(round.before).muli(2);
      dLogit.muli(round.gate).muli(round.gate.rsub(1));
      INDArray gradient = ofInput(i) ? gradients.q() : gradients.r();
      matrix(gradient, i, columns).addi(round.reads.transpose().mmul(dLogit));
      INDArray matrix = matrix(ofInput(i) ? weights.q() : weights.r(), i, columns);
      dReads.addi(dLogit.mmul(matrix.transpose()));
      d.muli(round.gate).muli(2);
    }
  }
}
