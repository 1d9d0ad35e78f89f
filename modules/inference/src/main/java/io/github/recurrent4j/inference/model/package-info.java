/**
 * The model file, read without trust. Start with {@link
 * io.github.recurrent4j.inference.model.ModelFile}: a stream becomes entries ({@code ModelEntries},
 * with limits), the network's description is checked class by class and size by size ({@link
 * io.github.recurrent4j.inference.model.NetworkDescription}), and only then are the weights read,
 * of which there must be exactly as many as the description asks for ({@link
 * io.github.recurrent4j.inference.model.StoredWeights}). Whatever is wrong is said in one line
 * ({@link io.github.recurrent4j.inference.model.ModelFileException}).
 */
package io.github.recurrent4j.inference.model;
