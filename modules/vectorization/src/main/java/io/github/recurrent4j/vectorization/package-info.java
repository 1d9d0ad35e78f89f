/** Text to ids and minibatches: tokenizers, vocabulary, DataVec record readers, lanes for BPTT. */
package io.github.recurrent4j.vectorization;
