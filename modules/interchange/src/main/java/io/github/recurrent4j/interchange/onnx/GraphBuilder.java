package io.github.recurrent4j.interchange.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.StringStringEntryProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorShapeProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Puts an ONNX graph together; values are known by their names. */
final class GraphBuilder {
  /** Of ONNX 1.8: old enough for every runtime in use, new enough for all that is needed. */
  private static final int OPERATORS = 13;

  private static final int FORMAT = 7;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private int values;

  GraphBuilder(String name) {
    graph.setName(name);
  }

  /** An attribute of a node. */
  record Attribute(AttributeProto proto) {
    static Attribute of(String name, long value) {
      return new Attribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.INT)
              .setI(value)
              .build());
    }

    static Attribute of(String name, long... values) {
      AttributeProto.Builder builder =
          AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
      for (long value : values) {
        builder.addInts(value);
      }
      return new Attribute(builder.build());
    }
  }

  /** A node with one output that nobody names. */
  String node(String operator, String[] inputs, Attribute... attributes) {
    String output = operator.toLowerCase(java.util.Locale.ROOT) + "_" + ++values;
    node(operator, inputs, new String[] {output}, attributes);
    return output;
  }

  /** The same with inputs only. */
  String node(String operator, String... inputs) {
    return node(operator, inputs, new Attribute[0]);
  }

  /** A node; an input "" is left out. */
  void node(String operator, String[] inputs, String[] outputs, Attribute... attributes) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(outputs[0]);
    for (String input : inputs) {
      node.addInput(input);
    }
    for (String output : outputs) {
      node.addOutput(output);
    }
    for (Attribute attribute : attributes) {
      node.addAttribute(attribute.proto);
    }
    graph.addNode(node);
  }

  /** A value under another name. */
  void rename(String value, String name) {
    node("Identity", new String[] {value}, new String[] {name});
  }

  /** Weights. */
  String floats(String name, float[] data, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(data.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(data);
    return constant(name, TensorProto.DataType.FLOAT, ByteString.copyFrom(bytes.array()), shape);
  }

  /** A single number. */
  String scalar(float value) {
    return floats("number_" + ++values, new float[] {value});
  }

  /** A list of whole numbers. */
  String longs(long... data) {
    return wholes(data, data.length);
  }

  /** A whole number. */
  String whole(long value) {
    return wholes(new long[] {value});
  }

  private String wholes(long[] data, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(data.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(data);
    return constant(
        "number_" + ++values,
        TensorProto.DataType.INT64,
        ByteString.copyFrom(bytes.array()),
        shape);
  }

  private String constant(String name, TensorProto.DataType type, ByteString bytes, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber()).setRawData(bytes);
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** An input; dimensions are names or numbers. */
  String input(String name, TensorProto.DataType type, Object... dimensions) {
    graph.addInput(info(name, type, dimensions));
    return name;
  }

  /** An output of float32. */
  void output(String name, Object... dimensions) {
    graph.addOutput(info(name, TensorProto.DataType.FLOAT, dimensions));
  }

  private static ValueInfoProto info(String name, TensorProto.DataType type, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dimension : dimensions) {
      TensorShapeProto.Dimension.Builder size = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          dimension instanceof Integer n
              ? size.setDimValue(n)
              : size.setDimParam((String) dimension));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }

  /** The model. */
  ModelProto build(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(FORMAT)
            .setProducerName("Recurrent4j")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }
}
