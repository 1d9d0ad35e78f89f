package io.github.recurrent4j.spark.train;

import java.io.Serializable;

/** A minibatch that is made where it is trained on: only what it is made of goes there. */
interface Recipe extends Serializable {
  /** Makes it, a DataSet or a MultiDataSet; always the same. */
  Object make();
}
