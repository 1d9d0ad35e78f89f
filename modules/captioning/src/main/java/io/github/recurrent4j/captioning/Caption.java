package io.github.recurrent4j.captioning;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * A caption.
 *
 * @param text the caption
 * @param language its language
 * @param score logarithm of its probability, divided by a penalty for its length
 * @param tokens its tokens
 * @param attention for each token, how much of the attention each place of the picture had, row by
 *     row from the top left; empty without attention
 * @param rows rows of places
 */
@RecordBuilder
public record Caption(
    String text,
    String language,
    double score,
    List<String> tokens,
    float[][] attention,
    int rows) {}
