/**
 * Language models of characters, byte pairs and words. Start at {@link
 * io.github.recurrent4j.languagemodel.LanguageModel} to use one, at {@link
 * io.github.recurrent4j.languagemodel.LanguageModelTrainer} to train one.
 *
 * <p>A text on its way to updated weights: {@code Tokens} cut it, {@code Lanes} lay it out as many
 * streams side by side, whose states are carried from one minibatch to the next; {@code
 * LanguageModelNetwork} wires the shape into a DL4J network, and the loop of {@code training} fits
 * it. A prime on its way to a text: {@code LanguageModelPlan} steps through it on {@code kernels},
 * {@code Sampler} draws from the distribution behind the last token, and {@code Generator} goes on
 * until it is told to stop.
 */
package io.github.recurrent4j.languagemodel;
