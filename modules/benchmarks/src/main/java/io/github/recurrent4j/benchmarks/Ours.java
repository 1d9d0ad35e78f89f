package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.layers.FusedAdam;
import io.github.recurrent4j.layers.FusedLSTM;
import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.OneHot;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.TrainingSettings.Updater;
import io.github.recurrent4j.training.Updates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** This project: MultiLayerNetwork.fit with fused layers, everything included. */
final class Ours implements Contestant {
  @Override
  public Runnable prepare(Work work) {
    if (work.mode().equals("generate")) {
      LanguageModel model = untrained(work);
      return () -> model.generate(GenerationOptions.of("", work.tokens()).withTemperature(1));
    }
    MultiLayerNetwork network = network(work);
    DataSet data = RandomText.ids(work);
    if (work.mode().equals("train")) {
      GlobalNormClipping.attach(network, 5);
      return () -> Updates.fit(network, data);
    }
    return () -> network.output(data.getFeatures());
  }

  static MultiLayerNetwork network(Work work) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(1).updater(new FusedAdam(2e-3)).list();
    if (work.embedded()) {
      list.layer(new IdEmbedding.Builder().nIn(work.vocabulary()).nOut(work.hidden()).build());
    } else {
      list.layer(new OneHot(work.vocabulary()));
    }
    for (int i = 0; i < Work.LAYERS; i++) {
      list.layer(cell(work));
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            list.layer(new SparseOutput.Builder().perToken(true).nOut(work.vocabulary()).build())
                .setInputType(InputType.recurrent(work.vocabulary()))
                .build());
    network.init();
    return network;
  }

  private static FeedForwardLayer cell(Work work) {
    return switch (work.cell()) {
      case "gru" -> new GRU.Builder().nOut(work.hidden()).build();
      case "gru-after" -> new GRU.Builder().resetAfter(true).nOut(work.hidden()).build();
      default -> new FusedLSTM.Builder().nOut(work.hidden()).build();
    };
  }

  /** A language model of the work's shape after one update: speed does not depend on skill. */
  private static LanguageModel untrained(Work work) {
    LanguageModelShape shape =
        LanguageModelShape.standard()
            .with(
                s ->
                    s.cell(LanguageModelShape.Hidden.LSTM)
                        .layers(Work.LAYERS)
                        .hidden(work.hidden())
                        .embedding(0));
    LanguageModelRegime regime =
        LanguageModelRegime.standard()
            .with(
                r ->
                    r.dropout(0)
                        .batchSize(1)
                        .bptt(16)
                        .training(TrainingSettings.plain(Updater.SGD, 1e-6, 1, 1)));
    try {
      Path folder = Files.createTempDirectory("r4j-bench");
      StringBuilder text = new StringBuilder("\n");
      for (int i = 1; i < work.vocabulary(); i++) {
        text.append((char) (0x100 + i));
      }
      Path file = Files.writeString(folder.resolve("text"), text.toString());
      Path out = folder.resolve("model.zip");
      return LanguageModelTrainer.train(
          shape, regime, LanguageModelData.of(file, file), Output.to(out), TrainingListener.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
