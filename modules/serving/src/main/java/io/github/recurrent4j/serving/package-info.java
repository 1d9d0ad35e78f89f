/**
 * {@code r4j serve}: models over HTTP, with APIs that existing clients speak and a web page. Start
 * at {@link io.github.recurrent4j.serving.Service}, which puts the server together.
 *
 * <p>A request on its way to its answer: {@code Front} finds its {@code Route}, keeps to the limits
 * and reads the body; {@code TranslateApi}, {@code PredictApi} or {@code CompletionsApi} turns its
 * JSON into work for a {@code Hosted} model; the work waits in {@code Lanes} until a {@code
 * Batcher} computes it beside other short ones, or {@code Generations} token by token; the {@code
 * Exchange} writes the answer, and cancels the work if nobody waits for it any more.
 */
package io.github.recurrent4j.serving;
