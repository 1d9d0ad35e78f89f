package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.TimeMajor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Applies DL4J's dropout so that the result stays in time-major order. */
final class TimeMajorDropout {
  private TimeMajorDropout() {}

  /** The sequence x [T, B, C] after dropout, in DL4J's format. */
  static INDArray apply(
      IDropout dropout,
      INDArray x,
      RNNFormat format,
      int iteration,
      int epoch,
      LayerWorkspaceMgr workspaces) {
    INDArray result = workspaces.createUninitialized(ArrayType.INPUT, x.dataType(), x.shape(), 'c');
    return dropout.applyDropout(
        TimeMajor.toFormat(x, format),
        TimeMajor.toFormat(result, format),
        iteration,
        epoch,
        workspaces);
  }
}
