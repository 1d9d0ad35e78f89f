/** Figures of the field, computed exactly as the field defines them. */
package io.github.recurrent4j.training.metrics;
