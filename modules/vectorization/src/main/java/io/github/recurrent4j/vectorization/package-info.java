/**
 * From files to ids. Start at {@link io.github.recurrent4j.vectorization.TextCodec}, which turns a
 * text into ids and back, and at the readers: {@link io.github.recurrent4j.vectorization.TextFile},
 * {@link io.github.recurrent4j.vectorization.PairSource}, {@link
 * io.github.recurrent4j.vectorization.TweetRecordReader}.
 *
 * <p>A line on its way to a minibatch: {@code TextFile} decodes it and says where it is not UTF-8,
 * {@code TextTable} finds its columns in TSV, CSV, JSONL and Anki's exports, {@code PairMix} weighs
 * several files against each other, {@code PairFilter} leaves out what teaches nothing, {@link
 * io.github.recurrent4j.vectorization.Units} learn characters, words or byte pairs ({@code
 * BytePairLearner}), and {@code LengthBuckets} (sentences) or {@code LaneIterator} (running text)
 * lay ids out so that little is padding.
 */
package io.github.recurrent4j.vectorization;
