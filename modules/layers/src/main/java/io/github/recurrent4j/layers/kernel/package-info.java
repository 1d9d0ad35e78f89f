/** How recurrent layers compute: oneDNN's rnn primitives, and a reference on ND4J. */
package io.github.recurrent4j.layers.kernel;
