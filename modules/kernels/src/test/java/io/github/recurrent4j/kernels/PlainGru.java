package io.github.recurrent4j.kernels;

/**
 * The GRU of Cho et al. as its equations stand, in doubles: h_t = (1 − z) h_{t-1} + z c with c =
 * tanh(W_c x + U_c (r ∘ h_{t-1}) + b_c). Parameters lie as a layer's do, gates z, r, c.
 */
final class PlainGru {
  final int inputs;
  final int hidden;
  final double[] w;
  final double[] rw;
  final double[] b;
  final double[] dW;
  final double[] dRw;
  final double[] dB;

  PlainGru(int inputs, int hidden, float[] w, float[] rw, float[] b) {
    this.inputs = inputs;
    this.hidden = hidden;
    this.w = doubles(w);
    this.rw = doubles(rw);
    this.b = doubles(b);
    dW = new double[w.length];
    dRw = new double[rw.length];
    dB = new double[b.length];
  }

  static double[] doubles(float[] values) {
    double[] d = new double[values.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = values[i];
    }
    return d;
  }

  /**
   * Runs over one example, forwards and backwards; gradients of the parameters are added up.
   *
   * @param x [T][I]
   * @param first h_0; replaced by its gradient
   * @param d [T][H], gradient with respect to the outputs; replaced by the outputs
   * @return the gradient with respect to x, [T][I]
   */
  double[][] run(double[][] x, double[] first, double[][] d) {
    int time = x.length;
    double[][] h = new double[time + 1][];
    double[][] z = new double[time][];
    double[][] r = new double[time][];
    double[][] c = new double[time][];
    double[][] rh = new double[time][hidden];
    h[0] = first.clone();
    for (int t = 0; t < time; t++) {
      z[t] = gate(0, x[t], h[t]);
      r[t] = gate(1, x[t], h[t]);
      for (int i = 0; i < hidden; i++) {
        z[t][i] = 1 / (1 + Math.exp(-z[t][i]));
        r[t][i] = 1 / (1 + Math.exp(-r[t][i]));
        rh[t][i] = r[t][i] * h[t][i];
      }
      c[t] = gate(2, x[t], rh[t]);
      h[t + 1] = new double[hidden];
      for (int i = 0; i < hidden; i++) {
        c[t][i] = Math.tanh(c[t][i]);
        h[t + 1][i] = (1 - z[t][i]) * h[t][i] + z[t][i] * c[t][i];
      }
    }
    double[][] dX = new double[time][inputs];
    double[] dh = new double[hidden];
    for (int t = time - 1; t >= 0; t--) {
      double[] before = new double[hidden];
      double[] dz = new double[hidden];
      double[] dr = new double[hidden];
      double[] dc = new double[hidden];
      double[] dRh = new double[hidden];
      for (int i = 0; i < hidden; i++) {
        double e = dh[i] + d[t][i];
        before[i] = e * (1 - z[t][i]);
        dz[i] = e * (c[t][i] - h[t][i]) * z[t][i] * (1 - z[t][i]);
        dc[i] = e * z[t][i] * (1 - c[t][i] * c[t][i]);
      }
      back(2, dc, x[t], rh[t], dX[t], dRh);
      for (int i = 0; i < hidden; i++) {
        dr[i] = dRh[i] * h[t][i] * r[t][i] * (1 - r[t][i]);
        before[i] += dRh[i] * r[t][i];
      }
      back(1, dr, x[t], h[t], dX[t], before);
      back(0, dz, x[t], h[t], dX[t], before);
      dh = before;
      d[t] = h[t + 1];
    }
    System.arraycopy(dh, 0, first, 0, hidden);
    return dX;
  }

  private double[] gate(int gate, double[] x, double[] h) {
    double[] a = new double[hidden];
    for (int k = 0; k < hidden; k++) {
      int column = gate * hidden + k;
      double sum = b[column];
      for (int i = 0; i < inputs; i++) {
        sum += w[column * inputs + i] * x[i];
      }
      for (int i = 0; i < hidden; i++) {
        sum += rw[column * hidden + i] * h[i];
      }
      a[k] = sum;
    }
    return a;
  }

  private void back(int gate, double[] da, double[] x, double[] h, double[] dx, double[] dh) {
    for (int k = 0; k < hidden; k++) {
      int column = gate * hidden + k;
      dB[column] += da[k];
      for (int i = 0; i < inputs; i++) {
        dW[column * inputs + i] += da[k] * x[i];
        dx[i] += w[column * inputs + i] * da[k];
      }
      for (int i = 0; i < hidden; i++) {
        dRw[column * hidden + i] += da[k] * h[i];
        dh[i] += rw[column * hidden + i] * da[k];
      }
    }
  }
}
