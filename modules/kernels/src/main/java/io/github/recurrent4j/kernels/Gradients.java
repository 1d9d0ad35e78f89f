package io.github.recurrent4j.kernels;

/**
 * Where the gradients of a recurrent layer's parameters go, laid out as the parameters are.
 *
 * @param w [I, G·H]
 * @param rw [H, G·H]
 * @param b biases·H values
 */
public record Gradients(Floats w, Floats rw, Floats b) {}
