/**
 * Captions of pictures, or of any feature vectors. Start at {@link
 * io.github.recurrent4j.captioning.Captioner} to caption, at {@link
 * io.github.recurrent4j.captioning.CaptionTrainer} to train.
 *
 * <p>A picture on its way to a text: {@code Picture} brings it to the size that the network reads,
 * {@code Grid} lays it out as a sequence of places, {@code CaptionPlan} runs the convolutions on
 * {@code kernels} and hands the decoder a grid of vectors to attend to, and the beam search of
 * {@code inference} finds the best texts, in the language that the first token says. Features from
 * elsewhere ({@code FeatureFile}) are such a grid already and begin there. On its way to updated
 * weights: {@code PictureNoise} moves and tints a drawing a little, {@code CaptionBatches} put
 * drawings with captions of like length together, and {@code CaptionNetwork} is the same
 * computation as a DL4J graph; a test holds the two equal.
 */
package io.github.recurrent4j.captioning;
