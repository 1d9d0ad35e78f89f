package io.github.recurrent4j.interchange.onnx;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.interchange.Convention;
import io.github.recurrent4j.interchange.ForeignCell;
import io.github.recurrent4j.interchange.StoredLayers;
import io.github.recurrent4j.interchange.onnx.GraphBuilder.Attribute;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.HashMap;
import java.util.Map;
import onnx.OnnxMl.TensorProto.DataType;

/**
 * Makes nodes of layers. Within a graph sequences are [time, batch, size], as ONNX's recurrent
 * nodes have them, and single vectors [batch, size].
 */
final class LayerNodes {
  private static final float NEVER = -1e9f;

  private final GraphBuilder graph;
  private final StoredLayers stored;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, String> masks = new HashMap<>();
  // Embeddings by where their weights begin, for outputs that share them.
  private final Map<Integer, String> tables = new HashMap<>();
  private String attentionWeights;
  private String lengths;
  private String lengths32;

  /**
   * A value of the graph.
   *
   * @param name its name there
   * @param size of a step
   * @param sequence whether it is one vector a step, not one an example
   */
  record Value(String name, int size, boolean sequence) {}

  LayerNodes(GraphBuilder graph, StoredLayers stored) {
    this.graph = graph;
    this.stored = stored;
  }

  /** Says how many steps of each example count, [batch], int64. */
  void lengths(String value) {
    lengths = value;
  }

  void put(String layer, Value value) {
    values.put(layer, value);
  }

  Value value(String layer) {
    return values.get(layer);
  }

  /** Turns [batch, time, …] into [time, batch, …] or back. */
  String swapped(String value) {
    return graph.node("Transpose", new String[] {value}, Attribute.of("perm", 1, 0, 2));
  }

  /** Adds a layer that keeps no state from call to call. */
  void add(LayerDescription layer) {
    Value in = values.get(layer.inputs().get(0));
    Value result =
        switch (layer.kind()) {
          case EMBEDDING -> embedding(layer, in);
          case ONE_HOT -> oneHot(layer, in);
          case WINDOW -> window(layer, in);
          case RNN, LSTM, GRU, GRU_RESET_AFTER -> recurrent(layer, in, null, null);
          case DENSE -> dense(layer, in);
          case ATTENTION_DOT, ATTENTION_GENERAL, ATTENTION_MLP -> attention(layer, in);
          case MAX -> max(in);
          case MEAN -> mean(in);
          case REVERSE -> reverse(in);
          case MERGE -> merge(layer);
          case LAST -> last(in);
          case OUTPUT -> output(layer, in);
          default ->
              throw new BadInputException(
                  "the network has a layer '"
                      + layer.name()
                      + "' of the kind "
                      + layer.kind()
                      + ": ONNX is not written of it");
        };
    values.put(layer.name(), result);
  }

  private Value embedding(LayerDescription layer, Value in) {
    String table = graph.floats(weights(layer), stored.values(layer, "W"), layer.in(), layer.out());
    tables.put(layer.block("W").offset(), table);
    return new Value(graph.node("Gather", table, in.name), layer.out(), true);
  }

  private static String weights(LayerDescription layer) {
    return layer.name() + ".weight";
  }

  private Value oneHot(LayerDescription layer, Value in) {
    String range = graph.floats(layer.name() + ".range", new float[] {0, 1}, 2);
    String hot = graph.node("OneHot", in.name, graph.whole(layer.out()), range);
    return new Value(hot, layer.out(), true);
  }

  /** The last steps side by side, the oldest first; zeros before the beginning. */
  private Value window(LayerDescription layer, Value in) {
    int steps = layer.inner();
    String padded = graph.node("Pad", in.name, graph.longs(steps - 1, 0, 0, 0, 0, 0));
    String[] parts = new String[steps];
    for (int i = 0; i < steps; i++) {
      long end = i == steps - 1 ? Integer.MAX_VALUE : i - steps + 1;
      parts[i] = graph.node("Slice", padded, graph.longs(i), graph.longs(end), graph.longs(0));
    }
    String joined = graph.node("Concat", parts, Attribute.of("axis", -1));
    return new Value(joined, in.size * steps, true);
  }

  /**
   * A recurrent layer.
   *
   * @param first the state before the first step, [batch, out]; null for zeros
   * @param nextName under which name the last state is given; null if nobody wants it
   */
  Value recurrent(LayerDescription layer, Value in, String[] first, String[] nextName) {
    Cell cell = StoredLayers.cell(layer);
    ForeignCell w = stored.recurrent(layer, Convention.ONNX);
    int rows = w.inputBias().length;
    int out = layer.out();
    float[] biases = java.util.Arrays.copyOf(w.inputBias(), 2 * rows);
    System.arraycopy(w.recurrentBias(), 0, biases, rows, rows);
    String name = layer.name();
    String[] inputs = new String[cell == Cell.LSTM ? 7 : 6];
    inputs[0] = in.name;
    inputs[1] = graph.floats(name + ".W", w.w(), 1, rows, layer.in());
    inputs[2] = graph.floats(name + ".R", w.rw(), 1, rows, out);
    inputs[3] = graph.floats(name + ".B", biases, 1, 2L * rows);
    inputs[4] = lengths == null || first != null ? "" : lengths32();
    for (int i = 5; i < inputs.length; i++) {
      inputs[i] = first == null ? "" : graph.node("Unsqueeze", first[i - 5], graph.longs(0));
    }
    String[] outputs = new String[inputs.length - 4];
    outputs[0] = name + ".Y";
    for (int i = 1; i < outputs.length; i++) {
      outputs[i] = nextName == null ? "" : name + ".last_" + i;
    }
    Attribute size = Attribute.of("hidden_size", (long) out);
    if (cell == Cell.GRU || cell == Cell.GRU_RESET_AFTER) {
      long after = cell == Cell.GRU_RESET_AFTER ? 1 : 0;
      graph.node("GRU", inputs, outputs, size, Attribute.of("linear_before_reset", after));
    } else {
      graph.node(cell == Cell.LSTM ? "LSTM" : "RNN", inputs, outputs, size);
    }
    for (int i = 1; nextName != null && i < outputs.length; i++) {
      graph.node(
          "Squeeze", new String[] {outputs[i], graph.longs(0)}, new String[] {nextName[i - 1]});
    }
    return new Value(graph.node("Squeeze", outputs[0], graph.longs(1)), out, true);
  }

  private String lengths32() {
    if (lengths32 == null) {
      Attribute to = Attribute.of("to", (long) DataType.INT32.getNumber());
      lengths32 = graph.node("Cast", new String[] {lengths}, to);
    }
    return lengths32;
  }

  private Value dense(LayerDescription layer, Value in) {
    String sum = affine(layer, in, turned(layer, "W", layer.in(), layer.out()));
    return new Value(layer.tanh() ? graph.node("Tanh", sum) : sum, layer.out(), in.sequence);
  }

  private String affine(LayerDescription layer, Value in, String matrix) {
    String bias = graph.floats(layer.name() + ".bias", stored.values(layer, "b"), layer.out());
    return graph.node("Add", graph.node("MatMul", in.name, matrix), bias);
  }

  /** A matrix [rows, columns] that is stored column by column. */
  private String turned(LayerDescription layer, String key, int rows, int columns) {
    float[] byColumn = stored.values(layer, key);
    String name = layer.name() + "." + key;
    String matrix = graph.floats(name, byColumn, columns, rows);
    return graph.node("Transpose", new String[] {matrix}, Attribute.of("perm", 1, 0));
  }

  /** Logits; a tied output shares the embedding's weights in the file, too, if it is there. */
  private Value output(LayerDescription layer, Value in) {
    String table = tables.get(layer.tiedOffset());
    if (table == null) {
      table = graph.floats(weights(layer), stored.output(layer), layer.out(), layer.in());
    }
    String matrix = graph.node("Transpose", new String[] {table}, Attribute.of("perm", 1, 0));
    return new Value(affine(layer, in, matrix), layer.out(), in.sequence);
  }

  private Value merge(LayerDescription layer) {
    String[] parts = layer.inputs().stream().map(n -> values.get(n).name).toArray(String[]::new);
    int size = layer.inputs().stream().mapToInt(n -> values.get(n).size).sum();
    boolean sequence = values.get(layer.inputs().get(0)).sequence;
    return new Value(graph.node("Concat", parts, Attribute.of("axis", -1)), size, sequence);
  }

  private Value reverse(Value in) {
    String turned =
        graph.node(
            "ReverseSequence",
            new String[] {in.name, lengths},
            Attribute.of("time_axis", 0L),
            Attribute.of("batch_axis", 1L));
    return new Value(turned, in.size, true);
  }

  private Value last(Value in) {
    String end = graph.node("Sub", lengths, graph.whole(1));
    String places = graph.node("Unsqueeze", end, graph.longs(1));
    String rows =
        graph.node(
            "GatherND", new String[] {swapped(in.name), places}, Attribute.of("batch_dims", 1L));
    return new Value(rows, in.size, false);
  }

  /** Which steps count: [time, batch]. */
  private String mask(Value of) {
    return masks.computeIfAbsent(
        of.name,
        name -> {
          String shape = graph.node("Shape", name);
          String steps = graph.node("Gather", shape, graph.whole(0));
          String range = graph.node("Range", graph.whole(0), steps, graph.whole(1));
          String place = graph.node("Unsqueeze", range, graph.longs(1));
          return graph.node("Less", place, graph.node("Unsqueeze", lengths, graph.longs(0)));
        });
  }

  private String counted(Value in, float otherwise) {
    String mask = graph.node("Unsqueeze", mask(in), graph.longs(2));
    return graph.node("Where", mask, in.name, graph.scalar(otherwise));
  }

  private Value max(Value in) {
    String[] counted = {counted(in, NEVER)};
    String max = graph.node("ReduceMax", counted, Attribute.of("axes", new long[] {0}), keep());
    return new Value(max, in.size, false);
  }

  private static Attribute keep() {
    return Attribute.of("keepdims", 0L);
  }

  private Value mean(Value in) {
    String sum = graph.node("ReduceSum", new String[] {counted(in, 0), graph.longs(0)}, keep());
    Attribute to = Attribute.of("to", (long) DataType.FLOAT.getNumber());
    String count = graph.node("Cast", new String[] {lengths}, to);
    String mean = graph.node("Div", sum, graph.node("Unsqueeze", count, graph.longs(1)));
    return new Value(mean, in.size, false);
  }

  /** The weights of the last attention that was added, [batch, queries, steps]; null if none. */
  String attentionWeights() {
    return attentionWeights;
  }

  private Value attention(LayerDescription layer, Value query) {
    Value memory = values.get(layer.inputs().get(1));
    String rows = swapped(memory.name);
    String queries =
        query.sequence ? swapped(query.name) : graph.node("Unsqueeze", query.name, graph.longs(1));
    String scores =
        switch (layer.kind()) {
          case ATTENTION_MLP -> hiddenScores(layer, queries, rows);
          case ATTENTION_GENERAL -> {
            float[] w = stored.values(layer, "W");
            String keys = graph.floats(weights(layer), w, layer.out(), layer.in());
            yield products(queries, graph.node("MatMul", rows, keys));
          }
          default -> products(queries, rows);
        };
    String mask = graph.node("Transpose", new String[] {mask(memory)}, Attribute.of("perm", 1, 0));
    String counted =
        graph.node(
            "Where", graph.node("Unsqueeze", mask, graph.longs(1)), scores, graph.scalar(NEVER));
    attentionWeights = graph.node("Softmax", new String[] {counted}, Attribute.of("axis", -1));
    String context = graph.node("MatMul", attentionWeights, rows);
    String result =
        query.sequence ? swapped(context) : graph.node("Squeeze", context, graph.longs(1));
    return new Value(result, layer.out(), query.sequence);
  }

  private String products(String queries, String keys) {
    String turned = graph.node("Transpose", new String[] {keys}, Attribute.of("perm", 0, 2, 1));
    return graph.node("MatMul", queries, turned);
  }

  /** v·tanh(W q + U m) for each query and step. */
  private String hiddenScores(LayerDescription layer, String queries, String rows) {
    int inner = layer.inner();
    String q = graph.node("MatMul", queries, turned(layer, "W", layer.in(), inner));
    String m = graph.node("MatMul", rows, turned(layer, "U", layer.out(), inner));
    String sum =
        graph.node(
            "Add",
            graph.node("Unsqueeze", q, graph.longs(2)),
            graph.node("Unsqueeze", m, graph.longs(1)));
    String v = graph.floats(layer.name() + ".v", stored.values(layer, "v"), inner, 1);
    String scores = graph.node("MatMul", graph.node("Tanh", sum), v);
    return graph.node("Squeeze", scores, graph.longs(3));
  }
}
