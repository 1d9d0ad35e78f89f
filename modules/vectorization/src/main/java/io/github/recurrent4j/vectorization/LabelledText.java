package io.github.recurrent4j.vectorization;

/**
 * A text and its class.
 *
 * @param text the text
 * @param label number of the class, from 0
 */
public record LabelledText(String text, int label) {}
