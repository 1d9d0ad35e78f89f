/**
 * Models over data frames. Start with {@link io.github.recurrent4j.spark.SentimentTransformer}.
 *
 * <p>A transformer reads its model's bytes on the driver ({@code ModelBytes}) and broadcasts them.
 * Where a partition is computed, {@code ExecutorModels} opens the model once for the whole process,
 * {@code AnsweredRows} takes rows in batches of similar length, and {@code CarefulAnswers} makes of
 * each text an answer or a null. A task computes on its own thread, so that an executor uses as
 * many cores as Spark gives it tasks.
 */
package io.github.recurrent4j.spark;
