package io.github.recurrent4j.training;

import io.github.recurrent4j.inference.model.BaseModel;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Block;
import io.github.recurrent4j.inference.model.LowRankChange;
import io.github.recurrent4j.inference.model.LowRankChange.Part;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.inference.model.NetworkDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Differences of weights, as products of low rank: of all matrices of a rank the nearest one, by
 * the largest singular values (Eckart and Young, 1936).
 */
public final class LowRank {
  private LowRank() {}

  /**
   * What one model adds to the weights of another.
   *
   * @param base a shipped model
   * @param model one with the same layers and texts, which was trained on from it
   * @param rank largest rank of the difference of a matrix
   * @throws ModelFileException if the two have not the same layers and texts
   */
  public static LowRankChange change(BaseModel base, ModelFile model, int rank) {
    requireAlike(base, model);
    List<Part> parts = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    for (Block block : inMemory(model.network())) {
      float[] difference = values(model, block);
      float[] before = values(base.file(), block);
      boolean same = true;
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= before[i];
        same &= difference[i] == 0;
      }
      if (!same) {
        add(block, difference, rank, parts, values);
      }
    }
    return new LowRankChange(base.name(), base.checksum(), parts, joined(values));
  }

  private static void requireAlike(BaseModel base, ModelFile model) {
    if (!base.file().network().layers().equals(model.network().layers())
        || !base.file().app().equals(model.app())
        || !base.file().texts().equals(model.texts())) {
      throw new ModelFileException(
          "has other layers or other tokens than "
              + base.name()
              + ": train it with --from "
              + base.name());
    }
  }

  private static float[] values(ModelFile model, Block block) {
    float[] result = new float[block.length()];
    model.weights().floats().get(block.offset(), result, 0, result.length);
    return result;
  }

  private static void add(
      Block block, float[] difference, int rank, List<Part> parts, List<float[]> values) {
    Part low = new Part(block.offset(), block.rows(), block.columns(), rank);
    if (rank >= Math.min(block.rows(), block.columns()) || low.stored() >= block.length()) {
      parts.add(new Part(block.offset(), block.rows(), block.columns(), 0));
      values.add(difference);
      return;
    }
    parts.add(low);
    INDArray matrix = Nd4j.createFromArray(difference).reshape('c', block.rows(), block.columns());
    boolean wide = block.rows() <= block.columns();
    INDArray basis = basis(wide ? matrix : matrix.transpose(), rank);
    INDArray other = wide ? basis.mmul(matrix) : basis.mmul(matrix.transpose());
    // Both factors of a component get the same norm, so that both suit the same scales.
    INDArray root = Transforms.sqrt(other.norm2(1).addi(1e-30));
    INDArray large = other.divColumnVector(root);
    INDArray small = basis.mulColumnVector(root);
    values.add((wide ? small : large).dup('c').reshape(-1).toFloatVector());
    values.add((wide ? large : small).dup('c').reshape(-1).toFloatVector());
  }

  /** The left singular vectors of the largest singular values, (rank × rows). */
  private static INDArray basis(INDArray matrix, int rank) {
    INDArray vectors = matrix.mmul(matrix.transpose()).dup('f');
    INDArray values = Nd4j.create(vectors.dataType(), vectors.rows());
    Nd4j.getBlasWrapper().lapack().syev('V', 'L', vectors, values);
    // In ascending order of their values.
    int size = vectors.columns();
    return vectors
        .get(NDArrayIndex.all(), NDArrayIndex.interval(size - rank, size))
        .transpose()
        .dup('c');
  }

  /**
   * Takes from a network's parameters what makes their difference from others of a higher rank.
   * Embeddings go back to what they were: each of their rows is a token's own, and only few are
   * ever met.
   *
   * @param parameters of the network, changed in place
   * @param before the others
   */
  static void limit(NetworkDescription network, INDArray parameters, INDArray before, int rank) {
    for (LayerDescription layer : network.layers()) {
      for (Block logical : layer.blocks()) {
        Block block = inMemory(layer, logical);
        INDArray now = matrix(parameters, block);
        INDArray then = matrix(before, block);
        if (layer.kind() == LayerDescription.Kind.EMBEDDING) {
          now.assign(then);
        } else if (rank < Math.min(block.rows(), block.columns())) {
          boolean wide = block.rows() <= block.columns();
          INDArray difference = now.sub(then);
          INDArray basis = basis(wide ? difference : difference.transpose(), rank);
          INDArray within = basis.transpose().mmul(basis);
          now.assign(then.add(wide ? within.mmul(difference) : difference.mmul(within)));
        }
      }
    }
  }

  private static INDArray matrix(INDArray parameters, Block block) {
    return parameters
        .reshape(parameters.length())
        .get(NDArrayIndex.interval(block.offset(), (long) block.offset() + block.length()))
        .reshape('c', block.rows(), block.columns());
  }

  /**
   * The parameters as they lie in memory, in ascending order: DL4J keeps matrices column by column,
   * embeddings row by row.
   */
  private static List<Block> inMemory(NetworkDescription network) {
    List<Block> all = new ArrayList<>();
    for (LayerDescription layer : network.layers()) {
      layer.blocks().forEach(block -> all.add(inMemory(layer, block)));
    }
    all.sort(Comparator.comparingInt(Block::offset));
    return all;
  }

  private static Block inMemory(LayerDescription layer, Block block) {
    if (layer.kind() == LayerDescription.Kind.EMBEDDING) {
      return block;
    }
    int inOne = block.rows();
    int ofThem = block.columns();
    return new Block(block.key(), block.offset(), ofThem, inOne);
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
