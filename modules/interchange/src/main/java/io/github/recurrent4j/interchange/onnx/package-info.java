/**
 * Networks as ONNX: start at {@link io.github.recurrent4j.interchange.onnx.OnnxExport}, which cuts
 * a network into the graphs that its app runs; {@code LayerNodes} makes nodes of each layer, on
 * {@code GraphBuilder}.
 */
package io.github.recurrent4j.interchange.onnx;
