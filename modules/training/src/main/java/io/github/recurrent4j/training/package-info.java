/**
 * What all apps share in training, and their model files. Start at {@link
 * io.github.recurrent4j.training.TrainingLoop}, which trains whatever implements {@link
 * io.github.recurrent4j.training.TrainingTask}.
 *
 * <p>A minibatch on its way to updated weights: {@code TrainingTask.Batches} gives it, in an order
 * that depends on seed, epoch and place alone; {@code Updates} lets DL4J fit it, at the rate of
 * {@code TrainingSettings}' schedule; the gradient is clipped by its global norm before the updater
 * sees it; a moving average of the weights is validated now and then, and written where it is the
 * best so far ({@code ModelFiles}). {@code Checkpoint} keeps all that a killed run needs to end as
 * an unbroken one. The loop prints nothing: {@link io.github.recurrent4j.training.TrainingListener}
 * hears of all.
 */
package io.github.recurrent4j.training;
