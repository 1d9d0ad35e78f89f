package io.github.recurrent4j.spark.train;

import java.io.Serializable;

/**
 * Which minibatch.
 *
 * @param epoch from 0
 * @param shard number of the shard that it is of
 * @param number of the minibatch among the shard's in that epoch, from 0
 */
record ShardPlace(int epoch, int shard, int number) implements Serializable {}
