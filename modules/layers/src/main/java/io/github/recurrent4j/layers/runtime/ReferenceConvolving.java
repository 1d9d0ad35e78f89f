package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.ChannelNorm;
import io.github.recurrent4j.kernels.ConvolutionSpec;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A convolution as a product of patches on ND4J, for any data type. */
final class ReferenceConvolving implements Convolving {
  private final ConvolutionSpec spec;
  private final boolean normalized;
  private INDArray standard;
  private INDArray scale;

  /** 1 where something came out, 0 where the rectifier cut it off. */
  private INDArray open;

  ReferenceConvolving(ConvolutionSpec spec, boolean normalized) {
    this.spec = spec;
    this.normalized = normalized;
  }

  /** [outputs·B, kernel·kernel·in]. */
  private INDArray patches(INDArray x) {
    INDArray result =
        Nd4j.zeros(x.dataType(), spec.patches().outputs(), x.size(1), spec.patchSize());
    for (int o = 0; o < spec.patches().outputs(); o++) {
      spec.patches()
          .eachInput(o, (output, tap, in) -> part(result, output, tap).assign(x.slice(in, 0)));
    }
    return result;
  }

  /** One place of a patch, [B, in], as a view. */
  private INDArray part(INDArray patches, int output, int tap) {
    long from = (long) tap * spec.in();
    return patches
        .slice(output, 0)
        .get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + spec.in()));
  }

  private INDArray product(INDArray x, INDArray w) {
    return Sequences.rows(patches(x)).mmul(w);
  }

  @Override
  public void infer(INDArray x, Parameters p, INDArray y) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray z = product(x, p.w());
      if (normalized) {
        INDArray root = Transforms.sqrt(p.variance().add(ChannelNorm.LEAST_VARIANCE));
        z.subiRowVector(p.mean()).diviRowVector(root).muliRowVector(p.gain());
      }
      put(z.addiRowVector(p.b()), y);
    }
  }

  private void put(INDArray z, INDArray y) {
    open = spec.rectified() ? z.gt(0).castTo(z.dataType()) : null;
    Sequences.rows(y).assign(open == null ? z : z.mul(open));
  }

  @Override
  public void train(INDArray x, Parameters p, INDArray y, double moved) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray z = product(x, p.w());
      if (normalized) {
        INDArray mean = z.mean(0);
        INDArray variance = z.var(false, 0);
        scale = Transforms.pow(variance.add(ChannelNorm.LEAST_VARIANCE), -0.5);
        standard = z.subiRowVector(mean).muliRowVector(scale).dup();
        z = standard.mulRowVector(p.gain());
        p.mean().addi(mean.reshape(p.mean().shape()).sub(p.mean()).mul(moved));
        p.variance().addi(variance.reshape(p.variance().shape()).sub(p.variance()).mul(moved));
      }
      put(z.addiRowVector(p.b()), y);
    }
  }

  @Override
  public void backward(INDArray x, Parameters p, INDArray error, Parameters to, INDArray dX) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray d = Sequences.rows(error);
      if (open != null) {
        d.muli(open);
      }
      to.b().assign(d.sum(0));
      if (normalized) {
        INDArray along = d.mul(standard).sum(0);
        to.gain().assign(along);
        to.mean().assign(0);
        to.variance().assign(0);
        long rows = d.size(0);
        d.subiRowVector(d.mean(0)).subi(standard.mulRowVector(along.div(rows)));
        d.muliRowVector(scale.reshape(p.gain().shape()).mul(p.gain()));
      }
      to.w().assign(Sequences.rows(patches(x)).transpose().mmul(d));
      INDArray back = d.mmul(p.w().transpose()).reshape('c', patches(x).shape());
      dX.assign(0);
      for (int o = 0; o < spec.patches().outputs(); o++) {
        spec.patches()
            .eachInput(o, (output, tap, in) -> dX.slice(in, 0).addi(part(back, output, tap)));
      }
    }
  }
}
