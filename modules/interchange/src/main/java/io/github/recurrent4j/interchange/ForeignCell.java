package io.github.recurrent4j.interchange;

/**
 * Weights of a recurrent cell as PyTorch and ONNX lay them out: a row a unit, gates in the order of
 * the {@link Convention}.
 *
 * @param w input weights [gates·H, I]
 * @param rw recurrent weights [gates·H, H]
 * @param inputBias gates·H values
 * @param recurrentBias gates·H values, added to the recurrent product
 */
public record ForeignCell(float[] w, float[] rw, float[] inputBias, float[] recurrentBias) {}
