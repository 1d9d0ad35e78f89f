/**
 * DL4J layers and vertices for recurrent networks over text. Start at {@link
 * io.github.recurrent4j.layers.FusedLSTM} or {@link io.github.recurrent4j.layers.GRU}, which stand
 * in a DL4J configuration as DL4J's own LSTM does, behind an {@link
 * io.github.recurrent4j.layers.IdEmbedding} and under a {@link
 * io.github.recurrent4j.layers.SparseOutput}.
 *
 * <p>A minibatch of ids on its way to gradients: {@code IdEmbedding} looks vectors up and lays them
 * out time-major; a configuration's running layer ({@code runtime.FusedRecurrentLayer}) hands the
 * whole sequence to a kernel ({@code kernel.OneDnnKernel}) in one native call a direction; {@code
 * SparseOutput} computes softmax and cross-entropy from integer labels; the gradient takes the same
 * way back, is clipped by its global norm ({@link io.github.recurrent4j.layers.GlobalNormClipping})
 * and goes to the updater. Encoder-decoder networks add {@link
 * io.github.recurrent4j.layers.SideInputVertex} and {@link io.github.recurrent4j.layers.Attention}.
 */
package io.github.recurrent4j.layers;
