package io.github.recurrent4j.lessons;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.GateOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One recurrent layer in plain arrays and double precision, written from the equations, to look
 * inside: every gate of every step, and the gradient of every state. Weights are those of this
 * project's layers: columns in blocks of {@code hidden}, one block a gate.
 */
public final class RecurrentCell {
  private final Cell cell;
  private final GateOrder order;
  private final int hidden;
  private final double[][] w;
  private final double[][] rw;
  private final double[] b;

  /**
   * What happened while a sequence was read.
   *
   * @param gates values of each gate by name, [time][hidden]; the LSTM's cell state is {@code c}
   * @param h states, [time][hidden]
   */
  public record Trace(Map<String, double[][]> gates, double[][] h) {}

  private RecurrentCell(Cell cell, int hidden, double[][] w, double[][] rw, double[] b) {
    if (cell == Cell.GRU_RESET_AFTER) {
      throw new IllegalArgumentException("only the GRU with reset before is taken apart here");
    }
    this.cell = cell;
    this.order =
        switch (cell) {
          case RNN -> GateOrder.SINGLE;
          case LSTM -> GateOrder.DL4J_LSTM;
          default -> GateOrder.GRU;
        };
    this.hidden = hidden;
    this.w = w;
    this.rw = rw;
    this.b = b;
  }

  /**
   * A cell at its start: input weights uniform in ±1/√hidden, recurrent weights of each gate an
   * orthogonal matrix times {@code scale}, whose eigenvalues all have that modulus; biases 0.
   *
   * @param scale modulus of the eigenvalues, the knob of vanishing and exploding
   * @param memory bias towards keeping the state: of the LSTM's forget gate, minus that of the
   *     GRU's update gate
   */
  public static RecurrentCell random(
      Cell cell, int inputs, int hidden, double scale, double memory, long seed) {
    Random random = new Random(seed);
    int gates = cell.gates();
    double range = 1 / Math.sqrt(hidden);
    double[][] w = new double[inputs][gates * hidden];
    for (double[] row : w) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (2 * random.nextDouble() - 1) * range;
      }
    }
    double[][] rw = new double[hidden][gates * hidden];
    for (int g = 0; g < gates; g++) {
      double[][] q = Orthogonal.random(hidden, random);
      for (int i = 0; i < hidden; i++) {
        for (int j = 0; j < hidden; j++) {
          rw[i][g * hidden + j] = scale * q[i][j];
        }
      }
    }
    double[] b = new double[cell.biases() * hidden];
    RecurrentCell made = new RecurrentCell(cell, hidden, w, rw, b);
    if (cell != Cell.RNN) {
      int from = made.order.block(cell == Cell.LSTM ? 1 : 0) * hidden;
      java.util.Arrays.fill(b, from, from + hidden, cell == Cell.LSTM ? memory : -memory);
    }
    return made;
  }

  /** A copy of layer {@code index} of a network, a FusedSimpleRnn, FusedLSTM or GRU. */
  public static RecurrentCell of(MultiLayerNetwork network, int index, Cell cell) {
    INDArray rw = network.getParam(index + "_RW");
    return new RecurrentCell(
        cell,
        rw.rows(),
        network.getParam(index + "_W").toDoubleMatrix(),
        rw.toDoubleMatrix(),
        network.getParam(index + "_b").reshape(-1).toDoubleVector());
  }

  /** Size of the state. */
  public int hidden() {
    return hidden;
  }

  /** Reads a sequence [time][inputs] from a state of zeros. */
  public Trace read(double[][] x) {
    Map<String, double[][]> gates = new LinkedHashMap<>();
    for (String name : names()) {
      gates.put(name, new double[x.length][]);
    }
    double[][] states = new double[x.length][];
    double[] h = new double[hidden];
    double[] c = new double[hidden];
    for (int t = 0; t < x.length; t++) {
      double[] next = new double[hidden];
      switch (cell) {
        case RNN -> next = tanh(affine(x[t], h, 0));
        case LSTM -> {
          double[] i = sigmoid(affine(x[t], h, 0));
          double[] f = sigmoid(affine(x[t], h, 1));
          double[] g = tanh(affine(x[t], h, 2));
          double[] o = sigmoid(affine(x[t], h, 3));
          double[] cell = new double[hidden];
          for (int k = 0; k < hidden; k++) {
            cell[k] = f[k] * c[k] + i[k] * g[k];
            next[k] = o[k] * Math.tanh(cell[k]);
          }
          c = cell;
          put(gates, t, i, f, o, g, c);
        }
        default -> {
          double[] z = sigmoid(affine(x[t], h, 0));
          double[] r = sigmoid(affine(x[t], h, 1));
          double[] n = tanh(affine(x[t], times(r, h), 2));
          for (int k = 0; k < hidden; k++) {
            next[k] = (1 - z[k]) * h[k] + z[k] * n[k];
          }
          put(gates, t, z, r, n);
        }
      }
      states[t] = next;
      h = next;
    }
    return new Trace(gates, states);
  }

  private String[] names() {
    return switch (cell) {
      case RNN -> new String[0];
      case LSTM -> new String[] {"i", "f", "o", "candidate", "c"};
      default -> new String[] {"z", "r", "candidate"};
    };
  }

  private static void put(Map<String, double[][]> gates, int t, double[]... values) {
    int n = 0;
    for (double[][] rows : gates.values()) {
      rows[t] = values[n++];
    }
  }

  /**
   * Back-propagation through time: the norm of the gradient of a loss, that reads the last state
   * alone, with respect to the state after each step. The state of an LSTM is h and c together.
   *
   * @param x the sequence, [time][inputs]
   * @param dLast gradient of the loss with respect to the last h
   * @return norms, one a step; the last is that of {@code dLast}
   */
  public double[] gradientNorms(double[][] x, double[] dLast) {
    Trace trace = read(x);
    double[] norms = new double[x.length];
    double[] dh = dLast.clone();
    double[] dc = new double[hidden];
    for (int t = x.length - 1; t >= 0; t--) {
      norms[t] = Math.sqrt(dot(dh, dh) + dot(dc, dc));
      double[] before = t == 0 ? new double[hidden] : trace.h()[t - 1];
      switch (cell) {
        case RNN -> dh = back(slope(dh, trace.h()[t]), 0);
        case LSTM -> {
          double[] i = trace.gates().get("i")[t];
          double[] f = trace.gates().get("f")[t];
          double[] o = trace.gates().get("o")[t];
          double[] g = trace.gates().get("candidate")[t];
          double[] c = trace.gates().get("c")[t];
          double[] cBefore = t == 0 ? new double[hidden] : trace.gates().get("c")[t - 1];
          double[] di = new double[hidden];
          double[] df = new double[hidden];
          double[] dg = new double[hidden];
          double[] dO = new double[hidden];
          double[] dcBefore = new double[hidden];
          for (int k = 0; k < hidden; k++) {
            double th = Math.tanh(c[k]);
            double d = dc[k] + dh[k] * o[k] * (1 - th * th);
            dO[k] = dh[k] * th * o[k] * (1 - o[k]);
            di[k] = d * g[k] * i[k] * (1 - i[k]);
            df[k] = d * cBefore[k] * f[k] * (1 - f[k]);
            dg[k] = d * i[k] * (1 - g[k] * g[k]);
            dcBefore[k] = d * f[k];
          }
          dh = sum(sum(back(di, 0), back(df, 1)), sum(back(dg, 2), back(dO, 3)));
          dc = dcBefore;
        }
        default -> {
          double[] z = trace.gates().get("z")[t];
          double[] r = trace.gates().get("r")[t];
          double[] n = trace.gates().get("candidate")[t];
          double[] dz = new double[hidden];
          double[] dn = new double[hidden];
          double[] kept = new double[hidden];
          for (int k = 0; k < hidden; k++) {
            dz[k] = dh[k] * (n[k] - before[k]) * z[k] * (1 - z[k]);
            dn[k] = dh[k] * z[k] * (1 - n[k] * n[k]);
            kept[k] = dh[k] * (1 - z[k]);
          }
          double[] dReset = back(dn, 2);
          double[] dr = new double[hidden];
          for (int k = 0; k < hidden; k++) {
            dr[k] = dReset[k] * before[k] * r[k] * (1 - r[k]);
          }
          dh = sum(sum(kept, times(dReset, r)), sum(back(dz, 0), back(dr, 1)));
        }
      }
    }
    return norms;
  }

  private double[] affine(double[] x, double[] h, int gate) {
    int from = order.block(gate) * hidden;
    double[] a = java.util.Arrays.copyOfRange(b, from, from + hidden);
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < hidden; k++) {
        a[k] += x[i] * w[i][from + k];
      }
    }
    for (int i = 0; i < hidden; i++) {
      for (int k = 0; k < hidden; k++) {
        a[k] += h[i] * rw[i][from + k];
      }
    }
    return a;
  }

  /** The gradient of a gate's input, taken back through its recurrent weights. */
  private double[] back(double[] d, int gate) {
    int from = order.block(gate) * hidden;
    double[] out = new double[hidden];
    for (int i = 0; i < hidden; i++) {
      for (int k = 0; k < hidden; k++) {
        out[i] += rw[i][from + k] * d[k];
      }
    }
    return out;
  }

  private static double[] slope(double[] d, double[] h) {
    double[] out = new double[d.length];
    for (int k = 0; k < d.length; k++) {
      out[k] = d[k] * (1 - h[k] * h[k]);
    }
    return out;
  }

  private static double[] tanh(double[] a) {
    return java.util.Arrays.stream(a).map(Math::tanh).toArray();
  }

  private static double[] sigmoid(double[] a) {
    return java.util.Arrays.stream(a).map(v -> 1 / (1 + Math.exp(-v))).toArray();
  }

  private static double[] times(double[] a, double[] b) {
    double[] out = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      out[k] = a[k] * b[k];
    }
    return out;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] out = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      out[k] = a[k] + b[k];
    }
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double s = 0;
    for (int k = 0; k < a.length; k++) {
      s += a[k] * b[k];
    }
    return s;
  }
}
