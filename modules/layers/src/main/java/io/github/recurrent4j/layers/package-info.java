/**
 * DL4J layer configurations for recurrent networks over text: GRU, fused LSTM and simple RNN,
 * embedding and softmax over ids, variational dropout, clipping by the global norm.
 */
package io.github.recurrent4j.layers;
