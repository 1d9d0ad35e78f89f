package io.github.recurrent4j.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.List;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.memory;

/**
 * Training an LSTM in bf16 as matrix products and what is between them. oneDNN's own backward pass
 * adds each step's outer products to the float32 gradients of all weights, which are larger than
 * the caches where layers are wide: here each of the two is one product over all steps.
 *
 * <p>g = tanh, f, o, i = σ of W x + U h + b; c' = f ∘ c + i ∘ g; h' = o ∘ tanh(c') (Gers et al.,
 * 2000). Factors of products are bf16; gates, cell states and sums are float32.
 */
final class LstmPlan implements SequencePlan {
  /** Units from which on this is the faster way. */
  private static final int WIDE = 320;

  private final RecurrentWeights weights;
  private final Rows rows;
  private final int time;
  private final int count;
  private final int inputs;
  private final int hidden;
  private final int gates;
  private final Reading reading;
  private final Inputs input;
  private final Step step;
  private final Squashing squashing;
  private final Rounding rounding;
  private final Writing writing;
  private final Back back;
  private final Ending ending;
  private long prepared = -1;
  private Pass pass;

  /**
   * What the forward pass leaves for the backward pass.
   *
   * @param x in bf16, [T, n, I]
   * @param gates their values, [T, n, 4·H]
   * @param c c_0..c_T, [T + 1, n, H]
   * @param tanh tanh(c_1)..tanh(c_T), [T, n, H]
   * @param h h_0..h_T in bf16, [T + 1, n, H]
   * @param dGates room for the gradients of the gates in bf16, [T, n, 4·H]
   */
  private record Pass(Region x, Floats gates, Floats c, Floats tanh, Region h, Region dGates) {}

  LstmPlan(RecurrentWeights weights, Rows rows) {
    this.weights = weights;
    this.rows = rows;
    time = rows.time();
    count = rows.count();
    inputs = weights.spec().inputSize();
    hidden = weights.spec().hiddenSize();
    gates = 4 * hidden;
    reading = new Reading();
    input = new Inputs();
    step = new Step();
    squashing = new Squashing();
    rounding = new Rounding();
    writing = new Writing();
    back = new Back();
    ending = new Ending();
  }

  /** Whether a layer is to be trained so. */
  static boolean serves(RecurrentWeights weights) {
    RecurrentSpec spec = weights.spec();
    return spec.cell() == Cell.LSTM
        && spec.order() == GateOrder.DL4J_LSTM
        && weights.bf16()
        && spec.hiddenSize() >= WIDE;
  }

  private static memory.desc plain(long m, long n) {
    return OneDnn.desc(memory.format_tag.ab, m, n);
  }

  private static memory.desc half(long m, long n) {
    return OneDnn.desc(true, memory.format_tag.ab, m, n);
  }

  private static long halfBytes(long size) {
    return size * Short.BYTES;
  }

  private long steps() {
    return (long) time * count;
  }

  private List<Stage> stages() {
    return List.of(reading, input, step, squashing, rounding, writing, back, ending);
  }

  @Override
  public boolean inLayersOrder() {
    return true;
  }

  @Override
  public void prepare() {
    long version = weights.version();
    if (prepared == version) {
      return;
    }
    prepared = version;
    LstmForms forms = weights.lstm();
    Floats w = weights.w();
    Floats rw = weights.rw();
    Floats rwOfSigmoids = rw.from((long) hidden * hidden);
    input.product.bindBias(weights.b());
    Workers.run(
        List.of(
            () -> input.product.bind(forms.input(), w, version),
            () -> ending.product.bind(forms.inputBack(), w, version),
            () -> back.product.bind(forms.recurrentBack(), rw, version),
            () -> step.sigmoids.bind(forms.sigmoids(), rwOfSigmoids, version),
            () -> step.candidate.bind(forms.candidate(), rw, version)));
  }

  @Override
  public void forward(Scope scope, Floats in, State first, Floats result, State last) {
    long size = (long) count * hidden;
    for (Stage stage : stages()) {
      stage.begin(scope);
    }
    pass =
        new Pass(
            scope.region(halfBytes(steps() * inputs)),
            scope.floats(steps() * gates),
            scope.floats((time + 1) * size),
            scope.floats(time * size),
            scope.region(halfBytes((time + 1) * size)),
            scope.region(halfBytes(steps() * gates)));
    reading.run(in, first.h());
    input.run();
    float[] c = new float[(int) size];
    first.c().get(0, c);
    pass.c.put(0, c);
    float[] h = new float[(int) size];
    for (int t = 0; t < time; t++) {
      step.run(t);
      cell(t, c, h);
    }
    writing.run(result, last.h());
    last.c().put(0, c);
  }

  @Override
  public void backward(Floats dOut, Gradients gradients, Floats dX, State dFirst) {
    try {
      float[] dH = new float[count * hidden];
      float[] dC = new float[count * hidden];
      float[] dB = new float[gates];
      for (int t = time - 1; t >= 0; t--) {
        cellBack(t, dOut, dH, dC, dB);
        back.run(t, dH);
      }
      dFirst.h().put(0, dH);
      dFirst.c().put(0, dC);
      gradients.b().put(0, dB);
      ending.run(gradients, dX);
    } finally {
      release();
    }
  }

  /**
   * The states of one step, from its gates.
   *
   * @param c c_{t}, replaced by c_{t+1}
   * @param h receives h_{t+1}
   */
  private void cell(int t, float[] c, float[] h) {
    Floats all = gates(t);
    float[] row = new float[gates];
    float[] o = new float[c.length];
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        c[at + j] = row[hidden + j] * c[at + j] + row[3 * hidden + j] * row[j];
      }
      System.arraycopy(row, 2 * hidden, o, at, hidden);
    }
    Floats next = c(t + 1);
    next.put(0, c);
    squashing.run(next, tanh(t));
    tanh(t).get(0, h);
    for (int j = 0; j < h.length; j++) {
      h[j] *= o[j];
    }
    rounding.run(h, t + 1);
  }

  /**
   * The gradients of one step's gates, before they were squashed, which take the place of their
   * values.
   *
   * @param dH gradient of the loss with respect to h_{t+1} through later steps
   * @param dC the same of c_{t+1}, replaced by that of c_t
   * @param dB the gates' gradients are added
   */
  private void cellBack(int t, Floats dOut, float[] dH, float[] dC, float[] dB) {
    Floats all = gates(t);
    float[] row = new float[gates];
    float[] tanh = new float[dH.length];
    float[] before = new float[dH.length];
    float[] error = new float[hidden];
    tanh(t).get(0, tanh);
    c(t).get(0, before);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      dOut.get(((long) t * rows.batch() + r) * hidden, error);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        float g = row[j];
        float f = row[hidden + j];
        float o = row[2 * hidden + j];
        float i = row[3 * hidden + j];
        float squashed = tanh[at + j];
        float dh = error[j] + dH[at + j];
        float dc = dC[at + j] + dh * o * (1 - squashed * squashed);
        row[j] = dc * i * (1 - g * g);
        row[hidden + j] = dc * before[at + j] * f * (1 - f);
        row[2 * hidden + j] = dh * squashed * o * (1 - o);
        row[3 * hidden + j] = dc * g * i * (1 - i);
        dC[at + j] = dc * f;
      }
      for (int j = 0; j < gates; j++) {
        dB[j] += row[j];
      }
      all.put((long) r * gates, row);
    }
  }

  @Override
  public void release() {
    stages().forEach(Stage::release);
    pass = null;
  }

  @Override
  public void close() {
    stages().forEach(Stage::close);
  }

  /** h_t, or from h_t on, in bf16. */
  private Region h(int t) {
    long from = halfBytes((long) t * count * hidden);
    return pass.h.slice(from, pass.h.bytes() - from);
  }

  private Floats c(int t) {
    return pass.c.slice((long) t * count * hidden, (long) count * hidden);
  }

  /** tanh(c_{t+1}). */
  private Floats tanh(int t) {
    return pass.tanh.slice((long) t * count * hidden, (long) count * hidden);
  }

  private Region dGates(int t) {
    long size = halfBytes((long) count * gates);
    return pass.dGates.slice(t * size, size);
  }

  /** The gates of step t. */
  private Floats gates(int t) {
    return pass.gates.slice((long) t * count * gates, (long) count * gates);
  }

  /** x and h_0 to bf16. */
  private final class Reading extends Stage {
    private final Operand x = given(rows.sequence(inputs), rows.bytes(inputs));
    private final Operand xHalf =
        given(OneDnn.desc(true, memory.format_tag.abc, time, count, inputs));
    private final Operand h0 = given(plain(count, hidden));
    private final Operand h0Half = given(half(count, hidden));

    Reading() {
      program().convert(x, xHalf).convert(h0, h0Half);
    }

    void run(Floats in, Floats first) {
      x.bind(in);
      xHalf.bind(pass.x);
      h0.bind(first);
      h0Half.bind(h(0));
      program().run();
    }
  }

  /** W x + b of all steps. */
  private final class Inputs extends Stage {
    private final Operand x = given(half(steps(), inputs));
    private final Operand sums = given(plain(steps(), gates));
    private final Matmul product =
        Matmul.ofWeights(
            this, new Matmul.Size(steps(), gates, inputs), x, sums, true, Finish.PLAIN);

    void run() {
      x.bind(pass.x);
      sums.bind(pass.gates);
      program().run();
    }
  }

  /** The gates of one step: U h is added to W x + b, and they are squashed. */
  private final class Step extends Stage {
    private final Operand h = given(half(count, hidden));
    private final Operand g = block(hidden);
    private final Operand foi = block(3 * hidden);
    private final Matmul candidate =
        Matmul.ofWeights(
            this, new Matmul.Size(count, hidden, hidden), h, g, false, Finish.ADDED_TANH);
    private final Matmul sigmoids =
        Matmul.ofWeights(
            this, new Matmul.Size(count, 3L * hidden, hidden), h, foi, false, Finish.ADDED_SIGMOID);

    /** Some columns of the gates. */
    private Operand block(int columns) {
      memory.desc layout =
          new memory.desc(new long[] {count, columns}, memory.data_type.f32, new long[] {gates, 1});
      return given(layout, ((count - 1L) * gates + columns) * Float.BYTES);
    }

    void run(int t) {
      h.bind(LstmPlan.this.h(t));
      Floats all = gates(t);
      g.bind(all);
      foi.bind(all.from(hidden));
      program().run();
    }
  }

  /** tanh(c) of one step. */
  private final class Squashing extends Stage {
    private final Operand c = given(plain(count, hidden));
    private final Operand tanh = given(plain(count, hidden));

    Squashing() {
      try (memory.desc layout = plain(count, hidden);
          var how =
              new eltwise_forward.primitive_desc(
                  OneDnn.cpu(), dnnl_forward_training, dnnl_eltwise_tanh, layout, layout, 0, 0)) {
        program()
            .then(
                new eltwise_forward(how),
                new Program.Args().put(DNNL_ARG_SRC, c).put(DNNL_ARG_DST, tanh));
      }
    }

    void run(Floats from, Floats to) {
      c.bind(from);
      tanh.bind(to);
      program().run();
    }
  }

  /** h of one step to bf16. */
  private final class Rounding extends Stage {
    private final Operand h = work(plain(count, hidden));
    private final Operand hHalf = given(half(count, hidden));

    Rounding() {
      program().convert(h, hHalf);
    }

    void run(float[] values, int t) {
      h.floats().put(0, values);
      hHalf.bind(h(t));
      program().run();
    }
  }

  /** h_1..h_T and h_T to float32. */
  private final class Writing extends Stage {
    private final Operand hHalf =
        given(OneDnn.desc(true, memory.format_tag.abc, time, count, hidden));
    private final Operand out = given(rows.sequence(hidden), rows.bytes(hidden));
    private final Operand lastHalf = given(half(count, hidden));
    private final Operand last = given(plain(count, hidden));

    Writing() {
      program().convert(hHalf, out).convert(lastHalf, last);
    }

    void run(Floats result, Floats end) {
      hHalf.bind(h(1));
      out.bind(result);
      lastHalf.bind(h(time));
      last.bind(end);
      program().run();
    }
  }

  /** From the gradients of one step's gates to that of the h before. */
  private final class Back extends Stage {
    private final Operand dGates = given(plain(count, gates));
    private final Operand dGatesHalf = given(half(count, gates));
    private final Operand dH = work(plain(count, hidden));
    private final Matmul product;

    Back() {
      program().convert(dGates, dGatesHalf);
      product =
          Matmul.ofWeights(
              this, new Matmul.Size(count, hidden, gates), dGatesHalf, dH, false, Finish.PLAIN);
    }

    void run(int t, float[] into) {
      dGates.bind(gates(t));
      dGatesHalf.bind(dGates(t));
      program().run();
      dH.floats().get(0, into);
    }
  }

  /** Gradients of the weights and of x, from those of all gates. */
  private final class Ending extends Stage {
    private final Operand dGates = given(half(steps(), gates));
    private final Operand dGatesTransposed =
        given(
            new memory.desc(
                new long[] {gates, steps()}, memory.data_type.bf16, new long[] {1, gates}));
    private final Operand x = given(half(steps(), inputs));
    private final Operand h = given(half(steps(), hidden));
    private final Operand dW = given(plain(gates, inputs));
    private final Operand dRw = given(plain(gates, hidden));
    private final Operand dense = work(plain(steps(), inputs));
    private final Operand denseSequence =
        given(OneDnn.desc(memory.format_tag.abc, time, count, inputs));
    private final Operand dX = given(rows.sequence(inputs), rows.bytes(inputs));
    private final Matmul product;

    Ending() {
      // A layer's matrices lie column by column: their transposes, row by row.
      Matmul.ofFactors(this, new Matmul.Size(gates, inputs, steps()), dGatesTransposed, x, dW);
      Matmul.ofFactors(this, new Matmul.Size(gates, hidden, steps()), dGatesTransposed, h, dRw);
      product =
          Matmul.ofWeights(
              this, new Matmul.Size(steps(), inputs, gates), dGates, dense, false, Finish.PLAIN);
      program().convert(denseSequence, dX);
    }

    void run(Gradients gradients, Floats dInputs) {
      dGates.bind(pass.dGates);
      dGatesTransposed.bind(pass.dGates);
      x.bind(pass.x);
      h.bind(pass.h);
      dW.bind(gradients.w());
      dRw.bind(gradients.rw());
      denseSequence.bind(dense.region());
      dX.bind(dInputs);
      program().run();
    }
  }
}
