package io.github.recurrent4j.interchange;

import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/**
 * The largest or mean value of each feature over a sequence: Keras's GlobalMaxPooling1D and
 * GlobalAveragePooling1D.
 *
 * @param name its name in the file
 * @param type MAX or AVG
 */
public record ImportedPooling(String name, PoolingType type) implements ImportedLayer {
  @Override
  public int in() {
    return 0;
  }

  @Override
  public int out() {
    return 0;
  }

  @Override
  public float[] parameters() {
    return new float[0];
  }

  @Override
  public Layer configuration() {
    return new GlobalPoolingLayer.Builder(type).name(name).build();
  }
}
