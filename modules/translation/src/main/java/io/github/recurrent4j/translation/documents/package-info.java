/**
 * Translates files and keeps their structure. {@link
 * io.github.recurrent4j.translation.documents.DocumentTranslator} is where to start: it picks the
 * {@link io.github.recurrent4j.translation.documents.Format} by the file's ending. Each format
 * finds the runs of text that are translated as one, with inline formatting as tags ({@link
 * io.github.recurrent4j.translation.documents.TaggedText}) which the translator puts round the
 * words that stand for theirs, and writes everything else as it was.
 */
package io.github.recurrent4j.translation.documents;
