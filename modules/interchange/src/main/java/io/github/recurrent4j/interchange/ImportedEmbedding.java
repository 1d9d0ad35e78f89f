package io.github.recurrent4j.interchange;

import io.github.recurrent4j.layers.IdEmbedding;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A vector for each id: PyTorch's and Keras's Embedding.
 *
 * @param name its name in the file
 * @param in number of ids
 * @param out size of a vector
 * @param parameters the vectors, one after another
 */
public record ImportedEmbedding(String name, int in, int out, float[] parameters)
    implements ImportedLayer {
  @Override
  public Layer configuration() {
    return new IdEmbedding.Builder().name(name).nIn(in).nOut(out).build();
  }
}
