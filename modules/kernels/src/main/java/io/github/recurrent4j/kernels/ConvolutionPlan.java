package io.github.recurrent4j.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * The primitives of a convolution for some examples of a minibatch, between copies from and to the
 * order in which sequences lie. One thread at a time.
 */
final class ConvolutionPlan implements AutoCloseable {
  private final ConvolutionSpec spec;
  private final int batch;
  private final int count;
  private final boolean bf16;
  private final long[] strides;
  private final long[] before;
  private final long[] behind;
  private final Forward forward;
  private Backward backward;

  /**
   * A plan.
   *
   * @param batch examples of the minibatch
   * @param count how many of them
   * @param bf16 whether factors are rounded
   */
  ConvolutionPlan(ConvolutionSpec spec, int batch, int count, boolean bf16) {
    this.spec = spec;
    this.batch = batch;
    this.count = count;
    this.bf16 = bf16;
    Patches p = spec.patches();
    strides = new long[] {p.stride(), p.stride()};
    before = new long[] {p.paddingBefore(p.height()), p.paddingBefore(p.width())};
    behind =
        new long[] {
          p.padding(p.height()) - before[0], p.padding(p.width()) - before[1],
        };
    forward = new Forward();
  }

  void forward(Scope scope, Floats x, Floats weights, Floats bias, Floats y) {
    forward.run(scope, x, weights, bias, y);
  }

  void backward(
      Scope scope, Floats x, Floats weights, Floats dY, Floats dWeights, Floats dBias, Floats dX) {
    if (backward == null) {
      backward = new Backward();
    }
    backward.run(scope, x, weights, dY, dWeights, dBias, dX);
  }

  @Override
  public void close() {
    forward.close();
    if (backward != null) {
      backward.close();
    }
  }

  /** Where these examples' pictures lie: oneDNN names examples, channels, rows and columns. */
  private memory.desc pictures(long... sizes) {
    long channels = sizes[1];
    long place = batch * channels;
    return new memory.desc(
        sizes, memory.data_type.f32, new long[] {channels, 1, sizes[3] * place, place});
  }

  private long[] inputSizes() {
    return new long[] {count, spec.in(), spec.patches().height(), spec.patches().width()};
  }

  private long[] outputSizes() {
    Patches p = spec.patches();
    return new long[] {count, spec.out(), p.outputHeight(), p.outputWidth()};
  }

  private long[] weightSizes() {
    return new long[] {spec.out(), spec.in(), spec.patches().kernel(), spec.patches().kernel()};
  }

  private memory.desc inputs() {
    return pictures(inputSizes());
  }

  private memory.desc outputs() {
    return pictures(outputSizes());
  }

  private long bytes(int places, int channels) {
    return ((places - 1L) * batch + count) * channels * Float.BYTES;
  }

  private long inputBytes() {
    return bytes(spec.patches().inputs(), spec.in());
  }

  private long outputBytes() {
    return bytes(spec.patches().outputs(), spec.out());
  }

  private memory.desc weights() {
    long row = (long) spec.patches().kernel() * spec.in();
    return new memory.desc(
        weightSizes(), memory.data_type.f32, new long[] {spec.patchSize(), 1, row, spec.in()});
  }

  private memory.desc bias() {
    return OneDnn.desc(memory.format_tag.a, spec.out());
  }

  /** These sizes in the order that the library likes best. */
  private static memory.desc any(boolean bf16, long... sizes) {
    return OneDnn.desc(bf16, memory.format_tag.any, sizes);
  }

  private static primitive_attr attributes() {
    primitive_attr attr = new primitive_attr();
    attr.set_scratchpad_mode(dnnl_scratchpad_mode_user);
    return attr;
  }

  private convolution_forward.primitive_desc forwardDesc(boolean rectified) {
    try (memory.desc src = any(bf16, inputSizes());
        memory.desc w = any(bf16, weightSizes());
        memory.desc b = bias();
        memory.desc dst = any(false, outputSizes());
        primitive_attr attr = attributes();
        post_ops ops = new post_ops()) {
      if (rectified) {
        ops.append_eltwise(dnnl_eltwise_relu, 0, 0);
        attr.set_post_ops(ops);
      }
      return new convolution_forward.primitive_desc(
          OneDnn.cpu(),
          dnnl_forward_training,
          dnnl_convolution_direct,
          src,
          w,
          b,
          dst,
          strides,
          before,
          behind,
          attr,
          false);
    }
  }

  private static void scratchpad(Stage stage, memory.desc layout, Program.Args args) {
    if (layout.get_size() > 0) {
      args.put(DNNL_ARG_SCRATCHPAD, stage.work(layout));
    } else {
      layout.close();
    }
  }

  /** y = W ∗ x + b. */
  private final class Forward extends Stage {
    private final Operand x = given(inputs(), inputBytes());
    private final Operand w = given(weights());
    private final Operand b = given(bias());
    private final Operand y = given(outputs(), outputBytes());

    Forward() {
      try (convolution_forward.primitive_desc how = forwardDesc(spec.rectified())) {
        Operand src = work(how.src_desc());
        Operand filter = work(how.weights_desc());
        Operand dst = work(how.dst_desc());
        Program.Args args =
            new Program.Args()
                .put(DNNL_ARG_SRC, src)
                .put(DNNL_ARG_WEIGHTS, filter)
                .put(DNNL_ARG_BIAS, b)
                .put(DNNL_ARG_DST, dst);
        scratchpad(this, how.scratchpad_desc(), args);
        program()
            .convert(x, src)
            .convert(w, filter)
            .then(new convolution_forward(how), args)
            .convert(dst, y);
      }
    }

    void run(Scope scope, Floats in, Floats weights, Floats bias, Floats out) {
      begin(scope);
      try {
        x.bind(in);
        w.bind(weights);
        b.bind(bias);
        y.bind(out);
        program().run();
      } finally {
        release();
      }
    }
  }

  /** The gradients of W, b and x. */
  private final class Backward extends Stage {
    private final Operand x = given(inputs(), inputBytes());
    private final Operand w = given(weights());
    private final Operand dY = given(outputs(), outputBytes());
    private final Operand dW = given(weights());
    private final Operand dB = given(bias());
    private final Operand dX = given(inputs(), inputBytes());

    Backward() {
      // As the library wants it, a forward pass without what follows it.
      try (convolution_forward.primitive_desc like = forwardDesc(false);
          memory.desc src = any(bf16, inputSizes());
          memory.desc filter = any(bf16, weightSizes());
          memory.desc dst = any(bf16, outputSizes());
          memory.desc dSrc = any(false, inputSizes());
          memory.desc dFilter = any(false, weightSizes());
          memory.desc row = bias();
          primitive_attr attr = attributes()) {
        ofWeights(
            new convolution_backward_weights.primitive_desc(
                OneDnn.cpu(),
                dnnl_convolution_direct,
                src,
                dFilter,
                row,
                dst,
                strides,
                before,
                behind,
                like,
                attr,
                false));
        ofInputs(
            new convolution_backward_data.primitive_desc(
                OneDnn.cpu(),
                dnnl_convolution_direct,
                dSrc,
                filter,
                dst,
                strides,
                before,
                behind,
                like,
                attr,
                false));
      }
    }

    private void ofWeights(convolution_backward_weights.primitive_desc how) {
      try (how) {
        Operand src = work(how.src_desc());
        Operand error = work(how.diff_dst_desc());
        Operand gradient = work(how.diff_weights_desc());
        Program.Args args =
            new Program.Args()
                .put(DNNL_ARG_SRC, src)
                .put(DNNL_ARG_DIFF_DST, error)
                .put(DNNL_ARG_DIFF_WEIGHTS, gradient)
                .put(DNNL_ARG_DIFF_BIAS, dB);
        scratchpad(this, how.scratchpad_desc(), args);
        program()
            .convert(x, src)
            .convert(dY, error)
            .then(new convolution_backward_weights(how), args)
            .convert(gradient, dW);
      }
    }

    private void ofInputs(convolution_backward_data.primitive_desc how) {
      try (how) {
        Operand error = work(how.diff_dst_desc());
        Operand filter = work(how.weights_desc());
        Operand gradient = work(how.diff_src_desc());
        Program.Args args =
            new Program.Args()
                .put(DNNL_ARG_DIFF_DST, error)
                .put(DNNL_ARG_WEIGHTS, filter)
                .put(DNNL_ARG_DIFF_SRC, gradient);
        scratchpad(this, how.scratchpad_desc(), args);
        program()
            .convert(dY, error)
            .convert(w, filter)
            .then(new convolution_backward_data(how), args)
            .convert(gradient, dX);
      }
    }

    void run(
        Scope scope,
        Floats in,
        Floats weights,
        Floats error,
        Floats dFilter,
        Floats dRow,
        Floats dIn) {
      begin(scope);
      try {
        x.bind(in);
        w.bind(weights);
        dY.bind(error);
        dW.bind(dFilter);
        dB.bind(dRow);
        dX.bind(dIn);
        program().run();
      } finally {
        release();
      }
    }
  }
}
