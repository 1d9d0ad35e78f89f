package io.github.recurrent4j.lessons;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;

/** Random orthogonal matrices (Saxe et al., 2014). */
final class Orthogonal {
  private Orthogonal() {}

  static double[][] random(int size, Random random) {
    double[][] gauss = new double[size][size];
    for (double[] row : gauss) {
      for (int i = 0; i < size; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return new QRDecomposition(new Array2DRowRealMatrix(gauss)).getQ().getData();
  }
}
