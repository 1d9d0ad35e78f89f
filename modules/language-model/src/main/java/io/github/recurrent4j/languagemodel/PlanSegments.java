package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.Slots;

/** A model whose weights stay, on kernels alone. */
final class PlanSegments implements SegmentReader {
  private final LanguageModelPlan plan;
  private final Slots slots;
  private final Lanes lanes;

  PlanSegments(LanguageModelPlan plan, Slots slots) {
    this.plan = plan;
    this.slots = slots;
    this.lanes = plan.lanes(1);
  }

  @Override
  public int length() {
    return Lanes.STEPS;
  }

  @Override
  public int stateSize() {
    return plan.hiddenSize();
  }

  @Override
  public Segment read(int[] tokens, int[] next) {
    int time = tokens.length;
    double[] logs = new double[time];
    float[] states = new float[time * stateSize()];
    slots.with(
        slot -> {
          lanes.read(
              slot,
              time,
              tokens,
              next,
              (row, logits, hidden) -> {
                logs[row] = Lanes.logProbability(logits, next[row]);
                hidden.get((long) row * stateSize(), states, row * stateSize(), stateSize());
              });
          return null;
        });
    return new Segment(logs, states);
  }

  @Override
  public void close() {
    lanes.close();
  }
}
