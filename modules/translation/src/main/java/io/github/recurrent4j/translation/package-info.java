/**
 * Encoder-decoder networks from text to text: the Spanish-English translator, and others by data.
 * Start at {@link io.github.recurrent4j.translation.Translator} to translate, at {@link
 * io.github.recurrent4j.translation.TranslationTrainer} to train.
 *
 * <p>A text on its way to its translation: {@code TextTranslator} cuts it into sentences ({@code
 * text}), {@code SentencePlan} sets aside what must stay as it is, {@code BeamSearch} asks the
 * network ({@code TranslationPlan}, on {@code kernels}) for its best answers, {@code Faults} looks
 * for what is missing, repeated or invented, {@code Attempt} asks again where there is such a
 * fault, and {@code Places} puts back what was set aside. Documents ({@code documents}) hand over
 * their texts and get them back with their marks. Plain tasks skip all of this; {@code
 * Placeholders} stand for the values of dialogue acts. A pair on its way to updated weights: {@code
 * PairBatches} of like length, {@code TranslationNetwork} as a DL4J graph, the loop of {@code
 * training}. The graph and {@code TranslationPlan} compute the same; a test holds them equal.
 */
package io.github.recurrent4j.translation;
