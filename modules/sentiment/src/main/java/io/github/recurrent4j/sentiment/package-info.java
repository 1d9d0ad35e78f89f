/**
 * Sentiment of tweets. Start at {@link io.github.recurrent4j.sentiment.SentimentClassifier} to
 * classify, at {@link io.github.recurrent4j.sentiment.SentimentTrainer} to train.
 *
 * <p>A tweet on its way to an answer: {@code TweetNormalizer} brings handles, addresses and
 * stretched words into one form, the byte pairs of the model cut it, {@code Window} covers a text
 * longer than the model reads, {@code SentimentPlan} runs the bidirectional encoder on {@code
 * kernels} and pools its states, and the {@code Temperature} makes probabilities of the scores that
 * mean what they say. On its way to updated weights: {@code NearCopies} keeps validation honest,
 * {@code TaughtTexts} brings texts with a teacher's probabilities, {@code TweetBatches} are tweets
 * of like length, and {@code SentimentNetwork} is the same computation as a DL4J graph.
 */
package io.github.recurrent4j.sentiment;
