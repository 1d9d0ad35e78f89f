/**
 * Files of named tensors, read without trust: start at {@link
 * io.github.recurrent4j.interchange.file.TensorFile#open}. {@code Safetensors}, {@code PyTorchFile}
 * (with {@code Pickle}), {@code NumpyFile} and {@code Hdf5File} each find the tensors of one format
 * and hold every size against the bytes that are there; values are read when they are asked for.
 */
package io.github.recurrent4j.interchange.file;
