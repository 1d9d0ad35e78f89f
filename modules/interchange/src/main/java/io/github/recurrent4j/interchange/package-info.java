/**
 * Weights from and to PyTorch, Keras, NumPy, safetensors and ONNX.
 *
 * <p>In: {@link io.github.recurrent4j.interchange.file.TensorFile} finds the tensors of a file,
 * {@link io.github.recurrent4j.interchange.Importing} makes {@link
 * io.github.recurrent4j.interchange.ImportedLayer}s of them, with {@code Gates} for the order of
 * gates and {@code CellWeights} for the biases, and {@link
 * io.github.recurrent4j.interchange.ImportedNetwork} a DL4J network. Out, from a model file: {@link
 * io.github.recurrent4j.interchange.SafetensorsExport} and {@link
 * io.github.recurrent4j.interchange.onnx.OnnxExport}.
 */
package io.github.recurrent4j.interchange;
