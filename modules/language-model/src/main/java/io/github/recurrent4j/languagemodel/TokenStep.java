package io.github.recurrent4j.languagemodel;

import java.util.List;

/**
 * A token of a text, read or generated, and what the model expected in its place.
 *
 * @param text what the token adds to the text
 * @param logProbability natural logarithm of the probability the model gave it, before any
 *     temperature
 * @param likeliest the likeliest tokens in its place, likeliest first
 */
public record TokenStep(
    String text, double logProbability, List<LanguageModel.Candidate> likeliest) {}
