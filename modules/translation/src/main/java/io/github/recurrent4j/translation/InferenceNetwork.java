package io.github.recurrent4j.translation;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import io.github.recurrent4j.layers.kernel.PackedProduct;
import io.github.recurrent4j.layers.kernel.RecurrentKernel;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.State;
import io.github.recurrent4j.layers.runtime.AttentionLayer;
import io.github.recurrent4j.layers.runtime.AttentionMemory;
import io.github.recurrent4j.layers.runtime.FrozenEncoder;
import io.github.recurrent4j.layers.runtime.FrozenEncoder.Encoded;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import io.github.recurrent4j.layers.runtime.InferencePool;
import io.github.recurrent4j.layers.runtime.ProjectionLayer;
import io.github.recurrent4j.layers.runtime.Sequences;
import io.github.recurrent4j.layers.runtime.SparseOutputLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A translator's network for decoding: the encoder over whole sentences, then the decoder step by
 * step, with weights packed once. Reads the graph's parameters and leaves the graph alone; belongs
 * to one thread at a time.
 */
final class InferenceNetwork implements InferencePool.Network {
  private final TranslationShape shape;
  private final ComputationGraph graph;
  private final FrozenEncoder encoder;
  private final INDArray targetEmbedding;
  private final List<RecurrentKernel> decoder = new ArrayList<>();
  private final AttentionLayer attention;
  private final ProjectionLayer readout;
  private final PackedProduct readoutWeights;
  private final PackedProduct outputWeights;

  InferenceNetwork(ComputationGraph graph, TranslationShape shape) {
    this.graph = graph;
    this.shape = shape;
    encoder = new FrozenEncoder(graph, TranslationNetwork.SOURCE_EMBEDDING, shape.encoderLayers());
    targetEmbedding = layer(TranslationNetwork.TARGET_EMBEDDING).getParam("W");
    for (int i = 0; i < shape.decoderLayers(); i++) {
      decoder.add(kernel(TranslationNetwork.decoder(i)));
    }
    attention = !shape.attends() ? null : (AttentionLayer) layer(TranslationNetwork.CONTEXT);
    readout = (ProjectionLayer) layer(TranslationNetwork.READOUT);
    readoutWeights = readout.packed();
    outputWeights = ((SparseOutputLayer) layer(TranslationNetwork.OUTPUT)).packed();
  }

  private Layer layer(String name) {
    return graph.getVertex(name).getLayer();
  }

  private RecurrentKernel kernel(String name) {
    return ((FusedRecurrentLayer<?>) layer(name)).packedKernel();
  }

  /** Number of target tokens. */
  int targetTokens() {
    return (int) targetEmbedding.size(0);
  }

  private static INDArray array(long... shape) {
    return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
  }

  /**
   * Encodes sentences.
   *
   * @param sources ids of each sentence, none empty
   * @param beam hypotheses that the decoder will follow for each
   */
  Decoding encode(int[][] sources, int beam) {
    Encoded encoded = encoder.encode(sources);
    return new Decoding(encoded.memory(), encoded.lengths(), encoded.summary(), beam);
  }

  private INDArray bridge(int layer, String state, INDArray summary, boolean tanh) {
    Layer dense = layer(TranslationNetwork.bridge(layer, state));
    INDArray result = summary.mmul(dense.getParam("W")).addiRowVector(dense.getParam("b"));
    return (tanh ? Transforms.tanh(result, false) : result).dup('c');
  }

  /**
   * Sentences being decoded: rows n·K to n·K + K - 1 belong to sentence n. A step reads a token for
   * each row and gives the probabilities of the next.
   */
  final class Decoding {
    private final int beam;
    private int sentences;
    private INDArray memory;
    private int[] lengths;
    private AttentionMemory attended;
    private List<State> states = new ArrayList<>();
    private INDArray input;
    private INDArray weights;
    private INDArray context;
    private INDArray probabilities;
    private Floats probabilityFloats;
    private Floats weightFloats;

    private Decoding(INDArray memory, int[] lengths, INDArray summary, int beam) {
      this.memory = memory;
      this.lengths = lengths;
      this.beam = beam;
      this.sentences = lengths.length;
      for (int i = 0; i < decoder.size(); i++) {
        INDArray h = bridge(i, "h", summary, true);
        INDArray c = shape.cell().hasCellState() ? repeated(bridge(i, "c", summary, false)) : null;
        states.add(new State(repeated(h), c));
      }
      allocate();
    }

    /** Each row as many times as the beam is wide. */
    private INDArray repeated(INDArray rows) {
      INDArray result = array((long) sentences * beam, rows.size(1));
      for (int r = 0; r < result.size(0); r++) {
        Sequences.copyRow(rows, r / beam, result, r);
      }
      return result;
    }

    private void allocate() {
      long rows = (long) sentences * beam;
      input = array(1, rows, shape.embedding());
      probabilities = array(rows, targetTokens());
      probabilityFloats = NativeArrays.of(probabilities);
      if (attention != null) {
        attended = attention.memory(memory, lengths);
        weights = array(sentences, beam, memory.size(0));
        weightFloats = NativeArrays.of(weights);
        context = array(sentences, beam, memory.size(2));
      }
    }

    /** Source steps, padding included. */
    int sourceSteps() {
      return (int) memory.size(0);
    }

    /** Reads one token for each row. */
    void step(int[] tokens) {
      for (int r = 0; r < tokens.length; r++) {
        Sequences.copyRow(targetEmbedding, tokens[r], input, r);
      }
      INDArray x = input;
      for (int i = 0; i < decoder.size(); i++) {
        INDArray h = array(1, tokens.length, shape.hidden());
        states.set(i, decoder.get(i).forward(x, null, states.get(i), null, false, h));
        x = h;
        if (attention != null) {
          if (i == 0) {
            attended.attend(h.reshape('c', sentences, beam, h.size(2)), weights, context);
          }
          INDArray both = array(1, tokens.length, h.size(2) + context.size(2));
          Sequences.merge(new INDArray[] {h, context}, both);
          x = both;
        }
      }
      INDArray out = array(tokens.length, shape.embedding());
      readout.project(Sequences.rows(x), out, readoutWeights);
      outputWeights.multiply(out, probabilities);
      SparseOutputLayer.softmax(probabilities);
    }

    /** Copies the probabilities of the token after row r. */
    void probabilities(int row, float[] into) {
      probabilityFloats.get((long) row * into.length, into);
    }

    /** Attention weights of row r over the source's steps; null without attention. */
    float[] weights(int row) {
      if (attention == null) {
        return null;
      }
      float[] result = new float[sourceSteps()];
      weightFloats.get((long) row * result.length, result);
      return result;
    }

    /** Lets row r go on from the state of row parents[r]. */
    void reorder(int[] parents) {
      List<State> next = new ArrayList<>();
      for (State s : states) {
        next.add(new State(rows(s.h(), parents), s.c() == null ? null : rows(s.c(), parents)));
      }
      states = next;
    }

    private static INDArray rows(INDArray from, int[] which) {
      INDArray matrix =
          from.reshape('c', from.length() / from.size(from.rank() - 1), from.size(from.rank() - 1));
      INDArray result = array(which.length, matrix.size(1));
      for (int r = 0; r < which.length; r++) {
        Sequences.copyRow(matrix, which[r], result, r);
      }
      return result;
    }

    /** Goes on with some of the sentences only; call between reorder and step. */
    void keep(int[] which) {
      int[] rows = new int[which.length * beam];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = which[r / beam] * beam + r % beam;
      }
      reorder(rows);
      INDArray smaller = array(memory.size(0), which.length, memory.size(2));
      int[] kept = new int[which.length];
      for (int n = 0; n < which.length; n++) {
        kept[n] = lengths[which[n]];
        for (long s = 0; s < memory.size(0); s++) {
          Sequences.copyRow(memory, s * memory.size(1) + which[n], smaller, s * which.length + n);
        }
      }
      memory = smaller;
      lengths = kept;
      sentences = which.length;
      allocate();
    }
  }

  @Override
  public void close() {
    encoder.close();
    decoder.forEach(RecurrentKernel::close);
    readoutWeights.close();
    outputWeights.close();
  }
}
