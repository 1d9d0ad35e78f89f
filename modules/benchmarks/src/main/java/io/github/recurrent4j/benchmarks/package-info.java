/**
 * Measurements side by side with stock DL4J, DJL with PyTorch, OpenNLP and fastText, and long
 * proofs. Start at {@link io.github.recurrent4j.benchmarks.BenchmarksMain}.
 *
 * <p>A work on its way to a row of the table: {@code Work} says what is computed and how large it
 * is; for each {@code Contestant} a process of its own ({@code Child}) prepares network and data,
 * repeats the work and prints its median speed; the rows stand beside the speed of the matrix
 * products alone ({@code Floor}). Long proofs ({@code SoakCommand}) work for minutes to hours and
 * compare answers, or memory, with those of their beginning.
 */
package io.github.recurrent4j.benchmarks;
