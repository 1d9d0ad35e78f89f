package io.github.recurrent4j.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Everything needed to go on after a kill as if nothing had happened: parameters, updater state,
 * averaged and best weights, recurrent states and the place in the data. One zip, moved into place.
 *
 * @param state where training stands
 * @param iteration DL4J's iteration count, which Adam's bias correction uses
 * @param run what training was started with; null in files of earlier versions
 * @param arrays parameters and states by name
 */
record Checkpoint(
    TrainingState state, int iteration, RunIdentity run, Map<String, INDArray> arrays) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATE = "r4j.state/";
  private static final String RUN = "run.json";

  static Checkpoint of(
      Model network, TrainingState state, RunIdentity run, INDArray average, INDArray best) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("parameters", network.params());
    INDArray updater =
        network instanceof MultiLayerNetwork n
            ? n.getUpdater().getStateViewArray()
            : ((ComputationGraph) network).getUpdater().getStateViewArray();
    if (updater != null) {
      arrays.put("updater", updater);
    }
    if (average != null) {
      arrays.put("average", average);
    }
    if (best != null) {
      arrays.put("best", best);
    }
    RecurrentStates.copy(network).forEach((name, value) -> arrays.put(STATE + name, value));
    int iteration =
        network instanceof MultiLayerNetwork n
            ? n.getIterationCount()
            : ((ComputationGraph) network).getIterationCount();
    return new Checkpoint(state, iteration, run, arrays);
  }

  void write(Path file) {
    AtomicFile.write(file, this::write);
  }

  private void write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.NO_COMPRESSION);
    zip.putNextEntry(new ZipEntry("state.json"));
    zip.write(JSON.writeValueAsBytes(state));
    if (run != null) {
      zip.putNextEntry(new ZipEntry(RUN));
      zip.write(JSON.writeValueAsBytes(run));
    }
    zip.putNextEntry(new ZipEntry("iteration"));
    zip.write(Integer.toString(iteration).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    for (Map.Entry<String, INDArray> e : arrays.entrySet()) {
      zip.putNextEntry(new ZipEntry("arrays/" + e.getKey()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Nd4j.write(e.getValue(), new DataOutputStream(bytes));
      zip.write(bytes.toByteArray());
    }
    zip.finish();
  }

  static Checkpoint read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      TrainingState state =
          JSON.readValue(bytes(zip, zip.getEntry("state.json")), TrainingState.class);
      ZipEntry described = zip.getEntry(RUN);
      RunIdentity run =
          described == null ? null : JSON.readValue(bytes(zip, described), RunIdentity.class);
      int iteration =
          Integer.parseInt(
              new String(
                  bytes(zip, zip.getEntry("iteration")),
                  java.nio.charset.StandardCharsets.US_ASCII));
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        if (entry.getName().startsWith("arrays/")) {
          arrays.put(
              entry.getName().substring("arrays/".length()),
              Nd4j.read(new DataInputStream(new ByteArrayInputStream(bytes(zip, entry)))));
        }
      }
      return new Checkpoint(state, iteration, run, arrays);
    } catch (IOException | NullPointerException e) {
      throw new BadInputException(
          file + " is not a complete checkpoint: delete it and train from the start", e);
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (var in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  void restore(Model network) {
    if (network.params().length() != arrays.get("parameters").length()) {
      throw new BadInputException(
          "the checkpoint is of a network with "
              + arrays.get("parameters").length()
              + " parameters, this one has "
              + network.params().length()
              + ": use the options it was started with");
    }
    network.params().assign(arrays.get("parameters"));
    INDArray updater = arrays.get("updater");
    if (network instanceof MultiLayerNetwork n) {
      n.getLayerWiseConfigurations().setIterationCount(iteration);
      if (updater != null) {
        n.getUpdater().getStateViewArray().assign(updater);
      }
    } else if (network instanceof ComputationGraph g) {
      g.getConfiguration().setIterationCount(iteration);
      if (updater != null) {
        g.getUpdater().getStateViewArray().assign(updater);
      }
    }
    Map<String, INDArray> states = new LinkedHashMap<>();
    arrays.forEach(
        (name, value) -> {
          if (name.startsWith(STATE)) {
            states.put(name.substring(STATE.length()), value);
          }
        });
    RecurrentStates.set(network, states);
  }
}
