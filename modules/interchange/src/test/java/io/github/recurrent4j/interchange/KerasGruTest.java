package io.github.recurrent4j.interchange;

import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's own Keras import, with our GRU. */
class KerasGruTest {
  @ParameterizedTest
  @ValueSource(strings = {"keras-gru-before", "keras-gru-after"})
  void dl4jReadsIt(String name) throws Exception {
    KerasGru.register();
    MultiLayerNetwork network =
        KerasModelImport.importKerasSequentialModelAndWeights(
            Fixtures.file(name + ".h5").toString(), false);
    INDArray x = PyTorchTest.array(Fixtures.values(name + ".in.txt"));
    PyTorchTest.assertEqual(network.output(x), Fixtures.values(name + ".out.txt"));
  }
}
