package io.github.recurrent4j.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A network in ONNX's runtime with its inputs; states go from one run to the next. */
final class OnnxSession {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final OrtSession session;

  OnnxSession(Path file, boolean oneThread) {
    session =
        ort(
            () -> {
              OrtSession.SessionOptions options = new OrtSession.SessionOptions();
              if (oneThread) {
                options.setIntraOpNumThreads(1);
              }
              return environment.createSession(file.toString(), options);
            });
  }

  Set<String> inputNames() {
    return session.getInputNames();
  }

  /** Gives an input its values, row by row. */
  void put(String name, long[] values, long... shape) {
    put(name, ort(() -> OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape)));
  }

  /** Gives an input its values, row by row. */
  void put(String name, float[] values, long... shape) {
    put(name, ort(() -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape)));
  }

  private void put(String name, OnnxTensor tensor) {
    OnnxTensor before = inputs.put(name, tensor);
    if (before != null) {
      before.close();
    }
  }

  /** Tokens of one text. */
  void putSource(int[] ids) {
    long[] source = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      source[i] = ids[i];
    }
    put("source", source, 1, ids.length);
    put("lengths", new long[] {ids.length}, 1);
  }

  /** Runs the network; its new states are the inputs of the next run. Returns probabilities. */
  FloatBuffer step() {
    OrtSession.Result result = ort(() -> session.run(inputs));
    FloatBuffer probabilities = null;
    for (Map.Entry<String, OnnxValue> output : result) {
      OnnxTensor tensor = (OnnxTensor) output.getValue();
      String name = output.getKey();
      if (name.endsWith(".next")) {
        put(name.substring(0, name.length() - ".next".length()), tensor);
        continue;
      }
      if (name.equals("probabilities")) {
        probabilities = tensor.getFloatBuffer();
      }
      tensor.close();
    }
    return probabilities;
  }

  /** An output that is not fed back. */
  record Output(float[] values, long[] shape) {}

  /** Runs a network without states and returns all that it gives. */
  Map<String, Output> run() {
    Map<String, Output> outputs = new HashMap<>();
    try (OrtSession.Result result = ort(() -> session.run(inputs))) {
      for (Map.Entry<String, OnnxValue> output : result) {
        OnnxTensor tensor = (OnnxTensor) output.getValue();
        outputs.put(
            output.getKey(),
            new Output(tensor.getFloatBuffer().array(), tensor.getInfo().getShape()));
      }
    }
    return outputs;
  }

  private interface Call<T> {
    T make() throws OrtException;
  }

  private static <T> T ort(Call<T> call) {
    try {
      return call.make();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
