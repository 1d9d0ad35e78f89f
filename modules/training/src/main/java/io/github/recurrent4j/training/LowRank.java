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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What one model adds to the weights of another: of long matrices, such as embeddings, the
 * components of the largest singular values (Eckart and Young, 1936), as many as a size allows; of
 * others the large differences, which matter most there. A low rank is enough for what embeddings
 * learn from another task's texts (Hu et al., 2022, "LoRA"), even where training knew nothing of
 * it.
 */
public final class LowRank {
  /** What a value takes in the file, about: coarse steps, deflated. */
  private static final double BITS = 2.8;

  /** The same of a difference in coarser steps. */
  private static final double SPARSE_BITS = 1.3;

  private static final int BYTES_BESIDE = 2000;

  private LowRank() {}

  /**
   * What one model adds to the weights of another.
   *
   * @param base a shipped model
   * @param model one with the same layers and texts, which was trained on from it
   * @param bytes size of the file, about; what is no long matrix is kept whatever it takes
   * @throws ModelFileException if the two have not the same layers and texts
   */
  public static LowRankChange change(BaseModel base, ModelFile model, long bytes) {
    requireAlike(base, model);
    List<Difference> differences = new ArrayList<>();
    for (Block block : inMemory(model.network())) {
      float[] difference = values(model, block);
      float[] before = values(base.file(), block);
      boolean same = true;
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= before[i];
        same &= difference[i] == 0;
      }
      if (!same) {
        differences.add(new Difference(block, difference));
      }
    }
    share(differences, bytes);
    List<Part> parts = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    differences.forEach(d -> d.addTo(parts, values));
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

  /** Gives each difference its rank. */
  private static void share(List<Difference> differences, long bytes) {
    List<Component> all = new ArrayList<>();
    double left = bytes - BYTES_BESIDE;
    for (Difference d : differences) {
      if (d.narrow()) {
        left -= d.block.length();
      } else if (!d.ofComponents()) {
        left -= d.block.length() * SPARSE_BITS / Byte.SIZE;
      } else {
        d.decompose();
        for (int k = 0; k < d.squares.length; k++) {
          all.add(new Component(d, d.squares[k] / d.perComponent()));
        }
      }
    }
    all.sort(Comparator.comparingDouble(Component::worth).reversed());
    for (Component component : all) {
      left -= component.of.perComponent() * BITS / Byte.SIZE;
      if (left < 0) {
        return;
      }
      component.of.rank++;
    }
  }

  /**
   * A component of a matrix.
   *
   * @param worth square of its singular value, for each value that it takes
   */
  private record Component(Difference of, double worth) {}

  /** The difference of a parameter. */
  private static final class Difference {
    /** Matrices with a side of less gain nothing from factors. */
    private static final int NARROW = 8;

    /** Matrices that are so many times as long as they are wide are stored by components. */
    private static final int LONG = 8;

    private final Block block;
    private final float[] values;

    /** Eigenvectors of the smaller side, a column each, by descending eigenvalue. */
    private INDArray vectors;

    private double[] squares;
    private int rank;

    Difference(Block block, float[] values) {
      this.block = block;
      this.values = values;
    }

    boolean narrow() {
      return Math.min(block.rows(), block.columns()) < NARROW;
    }

    boolean ofComponents() {
      return Math.max(block.rows(), block.columns())
          >= LONG * Math.min(block.rows(), block.columns());
    }

    int perComponent() {
      return block.rows() + block.columns();
    }

    private boolean wide() {
      return block.rows() <= block.columns();
    }

    private INDArray matrix() {
      INDArray matrix = Nd4j.createFromArray(values).reshape('c', block.rows(), block.columns());
      return wide() ? matrix : matrix.transpose();
    }

    void decompose() {
      INDArray matrix = matrix().castTo(DataType.DOUBLE);
      INDArray ascending = matrix.mmul(matrix.transpose()).dup('f');
      INDArray eigenvalues = Nd4j.create(DataType.DOUBLE, ascending.rows());
      Nd4j.getBlasWrapper().lapack().syev('V', 'L', ascending, eigenvalues);
      double[] found = eigenvalues.data().asDouble();
      squares = new double[found.length];
      vectors = Nd4j.create(DataType.DOUBLE, found.length, found.length);
      for (int k = 0; k < found.length; k++) {
        int from = found.length - 1 - k;
        squares[k] = Math.max(0, found[from]);
        vectors.putColumn(k, ascending.getColumn(from));
      }
    }

    /** The two factors, or the difference itself; nothing where no component is worth it. */
    void addTo(List<Part> parts, List<float[]> all) {
      if (narrow() || !ofComponents()) {
        int form = narrow() ? Part.WHOLE : Part.SPARSE;
        parts.add(new Part(block.offset(), block.rows(), block.columns(), form));
        all.add(values);
      } else if (rank > 0) {
        parts.add(new Part(block.offset(), block.rows(), block.columns(), rank));
        INDArray kept = vectors.get(NDArrayIndex.all(), NDArrayIndex.interval(0, rank)).transpose();
        double[][] small = kept.toDoubleMatrix();
        double[][] large = kept.mmul(matrix().castTo(DataType.DOUBLE)).toDoubleMatrix();
        float[] a = new float[rank * small[0].length];
        float[] b = new float[rank * large[0].length];
        for (int k = 0; k < rank; k++) {
          // Both factors of a component get the same norm, so that both suit the same steps.
          double root = Math.sqrt(Math.sqrt(squares[k]));
          for (int i = 0; i < small[k].length; i++) {
            a[k * small[k].length + i] = (float) (small[k][i] * root);
          }
          for (int j = 0; root > 0 && j < large[k].length; j++) {
            b[k * large[k].length + j] = (float) (large[k][j] / root);
          }
        }
        all.add(wide() ? a : b);
        all.add(wide() ? b : a);
      }
    }
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
