package io.github.recurrent4j.interchange.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Runs ONNX files with Microsoft's runtime. */
final class OnnxRunner implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();

  OnnxRunner(Path file) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    session = environment.createSession(file.toString(), options);
  }

  Set<String> inputNames() {
    return session.getInputNames();
  }

  Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  OnnxRunner put(String name, long[] values, long... shape) throws OrtException {
    inputs.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
    return this;
  }

  OnnxRunner put(String name, float[] values, long... shape) throws OrtException {
    inputs.put(name, OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
    return this;
  }

  /** Values of each output, row by row. */
  Map<String, float[]> run() throws OrtException {
    Map<String, float[]> outputs = new HashMap<>();
    try (OrtSession.Result result = session.run(inputs)) {
      for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
        FloatBuffer buffer = ((OnnxTensor) output.getValue()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        outputs.put(output.getKey(), values);
      }
    }
    return outputs;
  }

  @Override
  public void close() throws OrtException {
    inputs.values().forEach(OnnxTensor::close);
    session.close();
  }
}
