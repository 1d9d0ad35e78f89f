/** Hyperparameter search over the apps with Arbiter. */
package io.github.recurrent4j.search;
