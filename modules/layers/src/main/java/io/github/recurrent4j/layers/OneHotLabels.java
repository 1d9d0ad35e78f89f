package io.github.recurrent4j.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A DataSetIterator whose labels are ids, as a {@link SparseOutput} takes them, with the labels
 * that DL4J's evaluation wants: one-hot vectors, and a labels mask that leaves out ids below zero.
 * So {@code evaluate}, {@code doEvaluation}, ROC and the score calculators of early stopping work:
 *
 * <pre>
 * network.evaluate(new OneHotLabels(iterator, classes))
 * new ClassificationScoreCalculator(Metric.F1, new OneHotLabels(iterator, classes))
 * </pre>
 *
 * <p>Fitting, {@code score} and DataSetLossCalculator take the ids themselves. Vectors need batch x
 * classes x time numbers: choose minibatches accordingly.
 */
public final class OneHotLabels implements DataSetIterator {
  private static final long serialVersionUID = 1L;

  private final DataSetIterator ids;
  private final int classes;
  private DataSetPreProcessor preProcessor;

  /**
   * Wraps an iterator.
   *
   * @param ids data sets with labels [batch, time], [batch, 1, time] or [batch, 1]
   * @param classes number of classes, nOut of the SparseOutput
   */
  public OneHotLabels(DataSetIterator ids, int classes) {
    this.ids = ids;
    this.classes = classes;
  }

  /**
   * A data set with one-hot labels in place of ids: [batch, classes, time], or [batch, classes] for
   * one id an example, [batch, 1] (for sequences of one step say [batch, 1, 1]).
   *
   * @throws DL4JInvalidInputException if a label is no id below {@code classes}, or the mask has
   *     another shape than the labels
   */
  public static DataSet of(DataSet data, int classes) {
    INDArray labels = data.getLabels();
    long batch = labels.size(0);
    long time = labels.length() / batch;
    boolean single = labels.rank() <= 2 && time == 1;
    INDArray mask = data.getLabelsMaskArray();
    if (mask != null && (mask.size(0) != batch || mask.length() != labels.length())) {
      throw new DL4JInvalidInputException(
          "The labels mask is of shape "
              + Arrays.toString(mask.shape())
              + ", the labels of shape "
              + Arrays.toString(labels.shape()));
    }
    INDArray oneHot = Nd4j.zeros(DataType.FLOAT, batch, classes, time);
    INDArray counts =
        mask == null ? Nd4j.ones(DataType.FLOAT, batch, time) : mask.dup('c').reshape(batch, time);
    INDArray flat = labels.reshape(batch, time);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < time; t++) {
        double id = flat.getDouble(b, t);
        if (id != Math.rint(id) || id >= classes) {
          throw new DL4JInvalidInputException(
              "label " + id + " of example " + b + " is no id below " + classes);
        }
        if (id >= 0) {
          oneHot.putScalar(b, (int) id, t, 1);
        } else {
          counts.putScalar(b, t, 0);
        }
      }
    }
    return new DataSet(
        data.getFeatures(),
        single ? oneHot.reshape(batch, classes) : oneHot,
        data.getFeaturesMaskArray(),
        counts);
  }

  private DataSet converted(DataSet data) {
    DataSet result = of(data, classes);
    if (preProcessor != null) {
      preProcessor.preProcess(result);
    }
    return result;
  }

  @Override
  public DataSet next() {
    return converted(ids.next());
  }

  @Override
  public DataSet next(int examples) {
    return converted(ids.next(examples));
  }

  @Override
  public boolean hasNext() {
    return ids.hasNext();
  }

  @Override
  public int inputColumns() {
    return ids.inputColumns();
  }

  @Override
  public int totalOutcomes() {
    return classes;
  }

  @Override
  public boolean resetSupported() {
    return ids.resetSupported();
  }

  @Override
  public boolean asyncSupported() {
    return ids.asyncSupported();
  }

  @Override
  public void reset() {
    ids.reset();
  }

  @Override
  public int batch() {
    return ids.batch();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor next) {
    this.preProcessor = next;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public List<String> getLabels() {
    return ids.getLabels();
  }
}
