package io.github.recurrent4j.vectorization;

import java.io.Serializable;

/**
 * A text and what it becomes: a sentence and its translation, a text and its summary.
 *
 * @param source what is given
 * @param target what is wanted
 */
public record TextPair(String source, String target) implements Serializable {}
