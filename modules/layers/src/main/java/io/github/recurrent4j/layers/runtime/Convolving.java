package io.github.recurrent4j.layers.runtime;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How a convolution is computed. Pictures are contiguous, [places, B, channels]. */
interface Convolving {
  /**
   * A convolution's parameters, or their gradients.
   *
   * @param w [kernel·kernel·in, out]
   * @param b [1, out]
   * @param gain [1, out]; like what follows null where nothing is normalized
   * @param mean running means of W x
   * @param variance running variances
   */
  record Parameters(INDArray w, INDArray b, INDArray gain, INDArray mean, INDArray variance) {}

  /** y of x, with the running means and variances. */
  void infer(INDArray x, Parameters p, INDArray y);

  /**
   * y of x in training, with the minibatch's own means and variances, by which the running ones
   * move.
   *
   * @param moved part of the way that they move
   */
  void train(INDArray x, Parameters p, INDArray y, double moved);

  /**
   * Back-propagates through the last {@link #train}.
   *
   * @param error gradient with respect to y, which may be changed
   * @param gradients overwritten
   * @param dX receives the gradient with respect to x
   */
  void backward(INDArray x, Parameters p, INDArray error, Parameters gradients, INDArray dX);
}
