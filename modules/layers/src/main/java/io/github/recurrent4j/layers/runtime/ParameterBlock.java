package io.github.recurrent4j.layers.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One named parameter inside a layer's flat parameter vector, and an initializer made of a list of
 * them, so that a layer only states what its parameters are.
 *
 * @param key name
 * @param rows rows
 * @param columns columns
 * @param order memory order of the matrix, 'c' or 'f'
 * @param weight true for a weight, false for a bias
 */
record ParameterBlock(String key, long rows, long columns, char order, boolean weight) {

  long length() {
    return rows * columns;
  }

  /** DL4J's initializer interface over a list of blocks. */
  abstract static class Initializer implements ParamInitializer {

    /** The layer's parameters, in the order in which they are stored. */
    abstract List<ParameterBlock> blocks(Layer layer);

    /** Sets the initial values of one parameter. */
    abstract void initialize(Layer layer, ParameterBlock block, INDArray flat);

    @Override
    public long numParams(NeuralNetConfiguration conf) {
      return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
      return blocks(layer).stream().mapToLong(ParameterBlock::length).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
      return blocks(layer).stream().map(ParameterBlock::key).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
      return keys(layer, true);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
      return keys(layer, false);
    }

    private List<String> keys(Layer layer, boolean weight) {
      List<String> keys = new ArrayList<>();
      for (ParameterBlock block : blocks(layer)) {
        if (block.weight == weight) {
          keys.add(block.key);
        }
      }
      return keys;
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
      return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
      return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(
        NeuralNetConfiguration conf, INDArray flat, boolean initialize) {
      if (blocks(conf.getLayer()).isEmpty()) {
        // DL4J gives a layer without parameters no array at all.
        return Map.of();
      }
      for (ParameterBlock block : blocks(conf.getLayer())) {
        conf.addVariable(block.key);
      }
      if (initialize) {
        long from = 0;
        INDArray vector = flat.reshape(flat.length());
        for (ParameterBlock block : blocks(conf.getLayer())) {
          initialize(
              conf.getLayer(),
              block,
              vector.get(NDArrayIndex.interval(from, from + block.length())));
          from += block.length();
        }
      }
      return getGradientsFromFlattened(conf, flat);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration conf, INDArray flat) {
      if (flat == null) {
        return Map.of();
      }
      Map<String, INDArray> views = new LinkedHashMap<>();
      long from = 0;
      INDArray vector = flat.reshape(flat.length());
      for (ParameterBlock block : blocks(conf.getLayer())) {
        views.put(
            block.key,
            vector
                .get(NDArrayIndex.interval(from, from + block.length()))
                .reshape(block.order, block.rows, block.columns));
        from += block.length();
      }
      if (from != vector.length()) {
        throw new IllegalStateException("expected " + from + " parameters, got " + vector.length());
      }
      return views;
    }
  }
}
