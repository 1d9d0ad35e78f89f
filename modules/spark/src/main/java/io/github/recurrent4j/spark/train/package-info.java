/**
 * Training on a cluster. {@link io.github.recurrent4j.spark.train.SparkRounds} makes the updates of
 * a training loop on Spark's executors: minibatches go out with the parameters, and what the
 * workers have learned is averaged. Everything else (data, validation, the best model, checkpoints)
 * stays with the loop, in the driver.
 */
package io.github.recurrent4j.spark.train;
