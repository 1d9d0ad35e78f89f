package io.github.recurrent4j.lessons;

/**
 * The smallest recurrent network with a wall in its loss surface (Pascanu, Mikolov and Bengio,
 * 2013, "On the difficulty of training recurrent neural networks", figure 6): one unit, x_t = w
 * σ(x_{t−1}) + b, run for some steps from a fixed start, with the loss (σ(x_T) − target)². In some
 * places a tiny change of w or b flips where the unit ends, and the gradient is huge.
 *
 * @param steps T, how long the unit runs
 * @param start x_0
 * @param target wanted σ(x_T)
 */
public record Cliff(int steps, double start, double target) {
  /** A point of the surface: the parameters, the loss there and its gradient. */
  public record Point(double w, double b, double loss, double dw, double db) {
    /** Norm of the gradient. */
    public double norm() {
      return Math.hypot(dw, db);
    }
  }

  /** The system of the paper's figure: 50 steps from 0.5 to 0.7. */
  public static Cliff standard() {
    return new Cliff(50, 0.5, 0.7);
  }

  /** Loss and gradient at parameters w and b. */
  public Point at(double w, double b) {
    double x = start;
    double xw = 0;
    double xb = 0;
    for (int t = 0; t < steps; t++) {
      double s = sigmoid(x);
      double slope = s * (1 - s);
      xw = s + w * slope * xw;
      xb = 1 + w * slope * xb;
      x = w * s + b;
    }
    double y = sigmoid(x);
    double d = 2 * (y - target) * y * (1 - y);
    return new Point(w, b, (y - target) * (y - target), d * xw, d * xb);
  }

  /**
   * Gradient descent.
   *
   * @param maxNorm largest norm of a step's gradient; infinity for no clipping
   * @return the points visited, the start first
   */
  public Point[] descend(double w, double b, double rate, double maxNorm, int updates) {
    Point[] path = new Point[updates + 1];
    path[0] = at(w, b);
    for (int i = 0; i < updates; i++) {
      Point p = path[i];
      double factor = p.norm() > maxNorm ? maxNorm / p.norm() : 1;
      path[i + 1] = at(p.w() - rate * factor * p.dw(), p.b() - rate * factor * p.db());
    }
    return path;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
