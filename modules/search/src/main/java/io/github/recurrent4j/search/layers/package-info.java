/**
 * Arbiter spaces of this project's layers, for a user's own MultiLayerSpace or
 * ComputationGraphSpace.
 */
package io.github.recurrent4j.search.layers;
