/**
 * The theory of recurrent networks, shown by measurement: gradients through time, clipping, gates,
 * memory, usable context, and the cells compared. The notebooks stand on these classes. Start at
 * {@link io.github.recurrent4j.lessons.GradientFlow}, the shortest lesson.
 *
 * <p>A gradient on its way to a curve: a {@link io.github.recurrent4j.lessons.RecurrentCell} reads
 * noise or a text, {@code GradientFlow} sends a gradient of length 1 back from the last state and
 * notes its norm at each step, and {@link io.github.recurrent4j.lessons.Charts} draws it. What must
 * be trained to be seen goes through {@code search}: {@link io.github.recurrent4j.lessons.Versus}
 * trains an app with each value of one setting and several seeds, and makes a table of the means
 * with their intervals.
 */
package io.github.recurrent4j.lessons;
