/**
 * Inference on {@code kernels} alone: no DL4J, no ND4J, no OpenBLAS. Start at {@link
 * io.github.recurrent4j.inference.model.ModelFile}, which reads a model without trusting the file,
 * and {@link io.github.recurrent4j.inference.Slots}, which lend each call its work memory.
 *
 * <p>A sentence's ids on their way to an answer: {@link
 * io.github.recurrent4j.inference.PackedNetwork} holds the file's weights, packed once for all
 * callers; {@link io.github.recurrent4j.inference.Encoder} reads the ids and leaves a memory of one
 * vector a token; {@link io.github.recurrent4j.inference.StepDecoder} writes token by token and
 * looks at the memory through {@link io.github.recurrent4j.inference.Attention}; {@link
 * io.github.recurrent4j.inference.BeamSearch} goes on with the likeliest {@link
 * io.github.recurrent4j.inference.Hypothesis}es until all have ended. The apps wire these parts
 * into their plans; what a slot lent is used again by the next call.
 */
package io.github.recurrent4j.inference;
