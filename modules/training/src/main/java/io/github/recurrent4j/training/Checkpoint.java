package io.github.recurrent4j.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.inference.model.ArrayFormat;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
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
  private static final String ARRAYS = "arrays/";
  private static final String STATE = "r4j.state/";
  private static final String RUN = "run.json";
  private static final int MOST_ENTRIES = 10_000;
  private static final int LARGEST_TEXT = 64 << 20;

  /**
   * Adam's two averages are the largest state there is; a network may have next to no parameters.
   */
  private static final int MOST_VALUES = 3;

  private static final int SMALL = 1 << 20;

  static Checkpoint of(
      Model network, TrainingState state, RunIdentity run, INDArray average, INDArray best) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("parameters", network.params());
    INDArray updater = updater(network);
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
    zip.write(Integer.toString(iteration).getBytes(StandardCharsets.US_ASCII));
    for (Map.Entry<String, INDArray> e : arrays.entrySet()) {
      zip.putNextEntry(new ZipEntry("arrays/" + e.getKey()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Nd4j.write(e.getValue(), new DataOutputStream(bytes));
      zip.write(bytes.toByteArray());
    }
    zip.finish();
  }

  /**
   * Reads a checkpoint.
   *
   * @param network what it will be restored into: no array may be larger than its parameters need
   * @throws BadInputException if it is none or cut off
   */
  static Checkpoint read(Path file, Model network) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw new ModelFileException("has too many entries");
      }
      TrainingState state = JSON.readValue(text(zip, "state.json"), TrainingState.class);
      RunIdentity run =
          zip.getEntry(RUN) == null ? null : JSON.readValue(text(zip, RUN), RunIdentity.class);
      int iteration = Integer.parseInt(text(zip, "iteration"));
      if (state == null
          || state.history() == null
          || state.epoch() < 0
          || state.position() < 0
          || state.step() < 0
          || !(state.minutes() >= 0)
          || iteration < 0) {
        throw new ModelFileException("has an impossible state");
      }
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith(ARRAYS)) {
          String name = entry.getName().substring(ARRAYS.length());
          try (InputStream in = zip.getInputStream(entry)) {
            arrays.put(name, array(in, MOST_VALUES * network.params().length() + SMALL));
          }
        }
      }
      return new Checkpoint(state, iteration, run, arrays);
    } catch (IOException | NumberFormatException | ModelFileException e) {
      throw new BadInputException(
          file + " is not a complete checkpoint: delete it and train from the start", e);
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
      if (bytes.length > LARGEST_TEXT) {
        throw new IOException(name + " is too long");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** An array of at most so many values, read by hand: nothing is believed before it is there. */
  private static INDArray array(InputStream in, long most) throws IOException {
    ArrayFormat format = ArrayFormat.read(new DataInputStream(in), most);
    float[] values = new float[Math.toIntExact(format.length())];
    format.values(in, (at, part, n) -> System.arraycopy(part, 0, values, (int) at, n));
    return Nd4j.create(values, format.shape(), format.order());
  }

  /** All that is restored must fit the network. */
  private void check(Model network) {
    INDArray parameters = arrays.get("parameters");
    if (parameters == null) {
      throw lacking("parameters");
    }
    if (network.params().length() != parameters.length()) {
      throw new BadInputException(
          "the checkpoint is of a network with "
              + parameters.length()
              + " parameters, this one has "
              + network.params().length()
              + ": use the options it was started with");
    }
    requireLength("average", parameters.length());
    requireLength("best", parameters.length());
    INDArray updater = updater(network);
    if (arrays.containsKey("updater") || updater != null) {
      requireLength("updater", updater == null ? 0 : updater.length());
      if (!arrays.containsKey("updater")) {
        throw lacking("state of the updater");
      }
    }
    arrays.forEach(
        (name, value) -> {
          if (name.startsWith(STATE)) {
            RecurrentStates.check(network, name.substring(STATE.length()), value);
          }
        });
  }

  private static BadInputException lacking(String what) {
    return new BadInputException(
        "the checkpoint has no " + what + ": delete it and train from the start");
  }

  private void requireLength(String name, long length) {
    INDArray array = arrays.get(name);
    if (array != null && array.length() != length) {
      throw new BadInputException(
          "the checkpoint's "
              + name
              + " has "
              + array.length()
              + " values, not "
              + length
              + ": use the options it was started with");
    }
  }

  private static INDArray updater(Model network) {
    return network instanceof MultiLayerNetwork n
        ? n.getUpdater().getStateViewArray()
        : ((ComputationGraph) network).getUpdater().getStateViewArray();
  }

  /**
   * Brings a network to where the checkpoint was made.
   *
   * @throws BadInputException if something in it does not fit the network, which stays as it was
   */
  void restore(Model network) {
    check(network);
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
