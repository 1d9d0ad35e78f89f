/**
 * Training on a cluster. Start with {@link io.github.recurrent4j.spark.train.SparkRounds}, which
 * makes the updates of a training loop on Spark's executors.
 *
 * <p>A round's minibatches are cut into a {@code Share} for each worker. Shares go out as a task
 * each, with the {@code Weights} that all begin with in a broadcast. Where a task runs, {@code
 * Round} takes a network that the process keeps ({@code WorkerNetworks}), makes the updates, and
 * sends back what it has {@code Learned}; the mean is where the next round begins. Data that need
 * not fit the driver are {@code ShardedExamples} and {@code ShardedText}: executors write shards,
 * and a share has only the places in them. Everything else (validation, the best model,
 * checkpoints) stays with the loop, in the driver.
 */
package io.github.recurrent4j.spark.train;
