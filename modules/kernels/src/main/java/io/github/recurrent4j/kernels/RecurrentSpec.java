package io.github.recurrent4j.kernels;

/**
 * What a kernel computes.
 *
 * @param cell the recurrence
 * @param order where each gate's parameters lie
 * @param inputSize I, the number of features of x_t
 * @param hiddenSize H, the number of features of h_t
 */
public record RecurrentSpec(Cell cell, GateOrder order, int inputSize, int hiddenSize) {}
