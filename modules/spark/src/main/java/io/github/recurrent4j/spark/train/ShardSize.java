package io.github.recurrent4j.spark.train;

import java.io.Serializable;

/**
 * What a shard has for an epoch.
 *
 * @param minibatches of it
 * @param tokens in them together
 */
record ShardSize(int minibatches, long tokens) implements Serializable {
  /** Tokens of a minibatch, about; over all of them they add up. */
  long tokens(int number) {
    return tokens * (number + 1) / minibatches - tokens * number / minibatches;
  }
}
