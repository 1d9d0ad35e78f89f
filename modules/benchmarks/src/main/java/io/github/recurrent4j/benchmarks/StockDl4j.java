package io.github.recurrent4j.benchmarks;

import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J's own LSTM and RnnOutputLayer with one-hot data, as its examples use them. */
final class StockDl4j implements Contestant {
  @Override
  public Runnable prepare(Work work) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(2e-3))
            .gradientNormalization(GradientNormalization.ClipL2PerLayer)
            .gradientNormalizationThreshold(5)
            .list();
    for (int i = 0; i < Work.LAYERS; i++) {
      list.layer(new LSTM.Builder().activation(Activation.TANH).nOut(work.hidden()).build());
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            list.layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(work.vocabulary())
                        .build())
                .setInputType(InputType.recurrent(work.vocabulary()))
                .build());
    network.init();
    DataSet data = RandomText.oneHot(work);
    if (work.mode().equals("train")) {
      return () -> network.fit(data);
    }
    return () -> network.output(data.getFeatures());
  }
}
