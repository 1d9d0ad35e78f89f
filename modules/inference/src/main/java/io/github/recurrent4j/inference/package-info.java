/**
 * Inference on {@code kernels} alone: no DL4J, no ND4J, no OpenBLAS. A model file's weights ({@link
 * io.github.recurrent4j.inference.model}) are packed once; what a call works on comes from a slot
 * that the next call uses again.
 */
package io.github.recurrent4j.inference;
