/**
 * The ground floor: native memory with owners, and what recurrent networks compute on it with
 * oneDNN. It knows neither Deeplearning4j nor ND4J.
 *
 * <p>Start with {@link io.github.recurrent4j.kernels.Scope}: memory is allocated from a scope as
 * {@link io.github.recurrent4j.kernels.Floats} and freed when the scope is closed. A layer's
 * parameters become {@link io.github.recurrent4j.kernels.RecurrentWeights}, which many {@link
 * io.github.recurrent4j.kernels.Recurrence}s may share, one in each thread:
 *
 * <pre>{@code
 * try (Scope scope = new Scope("an example");
 *     Arena arena = new Arena("its work memory", 1 << 24);
 *     RecurrentWeights weights =
 *         new RecurrentWeights(
 *             new RecurrentSpec(Cell.GRU, GateOrder.GRU, 64, 128),
 *             false,
 *             Precision.F32,
 *             scope.copyOf(w),
 *             scope.copyOf(rw),
 *             scope.copyOf(b));
 *     Recurrence gru = new Recurrence(weights, arena)) {
 *   Floats out = scope.floats(time * batch * 128);
 *   gru.forward(time, batch, x, null, out, new State(scope.floats(batch * 128), null));
 * }
 * }</pre>
 *
 * <p>Large matrices that are multiplied again and again become a {@link
 * io.github.recurrent4j.kernels.PackedMatrix}; {@link io.github.recurrent4j.kernels.Products}
 * multiplies them and others. Native code is given memory in one place, {@code Program}, which
 * holds all owners until it has returned. Threads are {@link
 * io.github.recurrent4j.kernels.Workers}. {@link io.github.recurrent4j.kernels.InUse} keeps who
 * closes and who uses apart.
 */
package io.github.recurrent4j.kernels;
