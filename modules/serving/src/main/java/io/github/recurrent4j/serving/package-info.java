/**
 * {@code r4j serve}: models over HTTP, with APIs that existing clients speak and a web page. {@link
 * io.github.recurrent4j.serving.Service} brings it up; {@code Front} speaks HTTP, {@code
 * TranslateApi}, {@code CompletionsApi} and {@code PredictApi} speak their clients' languages,
 * {@code Batcher} and {@code Generations} compute.
 */
package io.github.recurrent4j.serving;
