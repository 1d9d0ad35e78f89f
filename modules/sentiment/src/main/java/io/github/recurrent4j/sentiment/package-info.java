/** Sentiment of tweets: a recurrent encoder and a softmax over negative, neutral and positive. */
package io.github.recurrent4j.sentiment;
