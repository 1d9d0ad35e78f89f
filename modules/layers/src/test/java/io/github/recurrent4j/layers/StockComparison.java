package io.github.recurrent4j.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A stock network and the same network with fused layers, asked the same question: what a user who
 * moves over from DL4J's layers relies on.
 */
final class StockComparison {
  static final int IN = 3;
  static final int HIDDEN = 4;
  static final int OUT = 2;
  static final int BATCH = 2;
  static final int TIME = 6;
  static final double NEAR = 2e-5;

  /** Something that is done with a network: an array, a number, or a text. */
  interface Ask {
    Object of(boolean fused) throws Exception;
  }

  private StockComparison() {}

  /** Asks a stock network ({@code fused} false) or a fused one; an exception is an answer, too. */
  static Object answer(Ask ask, boolean fused) {
    Nd4j.getRandom().setSeed(77);
    try {
      return ask.of(fused);
    } catch (Exception e) {
      return e;
    }
  }

  /** Whether two answers are the same: numbers nearly, exceptions by their kind. */
  static boolean same(Object stock, Object fused) {
    if (stock instanceof INDArray a && fused instanceof INDArray b) {
      return distance(a, b) < (a.dataType() == DataType.FLOAT16 ? 5e-3 : NEAR);
    }
    if (stock instanceof Double a && fused instanceof Double b) {
      return Math.abs(a - b) < 0.01;
    }
    if (stock instanceof Exception a && fused instanceof Exception b) {
      return a.getClass() == b.getClass();
    }
    return stock.equals(fused);
  }

  /** Largest difference, relative to numbers above 1; equal infinities do not differ. */
  static double distance(INDArray a, INDArray b) {
    if (!Arrays.equals(a.shape(), b.shape())) {
      return Double.NaN;
    }
    double[] x = a.dup('c').castTo(DataType.DOUBLE).data().asDouble();
    double[] y = b.dup('c').castTo(DataType.DOUBLE).data().asDouble();
    double most = 0;
    for (int i = 0; i < x.length; i++) {
      boolean equal = x[i] == y[i] || (Double.isNaN(x[i]) && Double.isNaN(y[i]));
      double d = equal ? 0 : Math.abs(x[i] - y[i]) / Math.max(1, Math.abs(x[i]));
      most = d > most || Double.isNaN(d) ? d : most;
    }
    return most;
  }

  static String numbers(INDArray a) {
    double[] v = a.dup('c').castTo(DataType.DOUBLE).data().asDouble();
    StringBuilder s = new StringBuilder(Arrays.toString(a.shape())).append(':');
    for (int i = 0; i < Math.min(6, v.length); i++) {
      s.append(String.format(Locale.ROOT, " %.3f", v[i]));
    }
    return s.append(v.length > 6 ? " ..." : "").toString();
  }

  static Layer lstm(int in) {
    return new LSTM.Builder().activation(Activation.TANH).nIn(in).nOut(HIDDEN).build();
  }

  static Layer rnn(int in) {
    return new SimpleRnn.Builder().activation(Activation.TANH).nIn(in).nOut(HIDDEN).build();
  }

  static Layer end(int in) {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .dataFormat(RNNFormat.NCW)
        .nIn(in)
        .nOut(OUT)
        .build();
  }

  static MultiLayerNetwork net(boolean fused, Layer... layers) {
    return net(fused, new Sgd(0.5), DataType.FLOAT, layers);
  }

  static MultiLayerNetwork net(boolean fused, IUpdater updater, DataType type, Layer... layers) {
    var list = new NeuralNetConfiguration.Builder().seed(5).dataType(type).updater(updater).list();
    for (Layer l : layers) {
      list.layer(l);
    }
    MultiLayerNetwork n = new MultiLayerNetwork(list.build());
    n.init();
    // Biases too are other than zero, so that a reset of the state is seen.
    INDArray p = n.params();
    Random r = new Random(3);
    for (long i = 0; i < p.length(); i++) {
      p.putScalar(i, r.nextGaussian() * 0.5);
    }
    return fused ? StockConversion.toFused(n) : n;
  }

  static INDArray x(long... shape) {
    Random r = new Random(Arrays.hashCode(shape));
    INDArray a = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < a.length(); i++) {
      a.putScalar(i, r.nextGaussian());
    }
    return a;
  }

  static INDArray mask(String... rows) {
    float[][] m = new float[rows.length][rows[0].length()];
    for (int b = 0; b < m.length; b++) {
      for (int t = 0; t < m[b].length; t++) {
        m[b][t] = rows[b].charAt(t) - '0';
      }
    }
    return Nd4j.createFromArray(m);
  }

  static INDArray labels(long seed) {
    Random r = new Random(seed);
    INDArray y = Nd4j.zeros(DataType.FLOAT, BATCH, OUT, TIME);
    for (int b = 0; b < BATCH; b++) {
      for (int t = 0; t < TIME; t++) {
        y.putScalar(b, r.nextInt(OUT), t, 1);
      }
    }
    return y;
  }

  static Layer cell(String kind, int in) {
    return kind.equals("lstm") ? lstm(in) : rnn(in);
  }

  static INDArray run(boolean fused, String kind, INDArray m) {
    return net(fused, cell(kind, IN)).output(x(BATCH, IN, TIME), false, m, null);
  }

  /** Vectors of the steps whose mask is {@code value}, one after another. */
  static INDArray picked(INDArray out, INDArray m, int value) {
    List<Float> v = new ArrayList<>();
    for (int b = 0; b < m.size(0); b++) {
      for (int t = 0; t < m.size(1); t++) {
        if (m.getDouble(b, t) == value) {
          for (int c = 0; c < out.size(1); c++) {
            v.add(out.getFloat(b, c, t));
          }
        }
      }
    }
    float[] f = new float[Math.max(1, v.size())];
    for (int i = 0; i < v.size(); i++) {
      f[i] = v.get(i);
    }
    return Nd4j.createFromArray(f);
  }
}
