package io.github.recurrent4j.spark.train;

/**
 * How a cluster averages.
 *
 * @param workers that make updates side by side in a round
 * @param interval updates that each worker makes in a round
 */
record Averaging(int workers, int interval) {}
