/**
 * {@code r4j spark}: {@link io.github.recurrent4j.spark.command.SparkMain} runs here, in the
 * driver's process, or wherever {@code spark-submit} starts it.
 */
package io.github.recurrent4j.spark.command;
