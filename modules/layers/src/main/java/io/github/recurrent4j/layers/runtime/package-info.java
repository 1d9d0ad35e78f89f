/** The running layers behind the configurations of {@code io.github.recurrent4j.layers}. */
package io.github.recurrent4j.layers.runtime;
