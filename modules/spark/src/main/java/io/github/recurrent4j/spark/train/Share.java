package io.github.recurrent4j.spark.train;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A worker's share of a round.
 *
 * @param worker its number, from 0
 * @param minibatches to make updates with, one after the other
 * @param states that its lanes begin in; none for a network that carries none
 */
record Share(int worker, List<Object> minibatches, Map<String, INDArray> states)
    implements Serializable {}
