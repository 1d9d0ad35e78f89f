/**
 * What a translation must keep, on the level of text and without any network: where sentences end
 * ({@link io.github.recurrent4j.translation.text.SentenceSplitter}), what lies round them ({@link
 * io.github.recurrent4j.translation.text.Layout}), what is not language but number, address or code
 * ({@link io.github.recurrent4j.translation.text.Spans}), how numbers change with the language
 * ({@link io.github.recurrent4j.translation.text.Numbers}), in which language a text is written
 * ({@link io.github.recurrent4j.translation.text.LanguageGuess}), and what capitals and missing
 * accents mean. {@link io.github.recurrent4j.translation.text.MappedText} remembers through all
 * changes where each character came from.
 */
package io.github.recurrent4j.translation.text;
