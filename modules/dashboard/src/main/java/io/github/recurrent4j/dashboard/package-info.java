/**
 * DL4J's training dashboard for the apps' {@code --ui}. Start at {@link
 * io.github.recurrent4j.dashboard.Dashboard}, which the training loop finds as a {@code
 * TrainingExtension}: before the first minibatch it opens DL4J's web page and adds a listener to
 * the network, which sends scores, gradients and parameters there as they come.
 */
package io.github.recurrent4j.dashboard;
