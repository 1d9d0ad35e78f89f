/**
 * Encoder-decoder networks from text to text: the Spanish-English translator, and others by data.
 */
package io.github.recurrent4j.translation;
