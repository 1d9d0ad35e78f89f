package io.github.recurrent4j.kernels;

import static io.github.recurrent4j.kernels.OneDnn.desc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unidirectional_left2right;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.gru_backward;
import org.bytedeco.dnnl.gru_forward;
import org.bytedeco.dnnl.lbr_gru_backward;
import org.bytedeco.dnnl.lbr_gru_forward;
import org.bytedeco.dnnl.lstm_backward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.rnn_primitive_desc_base;
import org.bytedeco.dnnl.vanilla_rnn_backward;
import org.bytedeco.dnnl.vanilla_rnn_forward;
import org.bytedeco.javacpp.Pointer;

/**
 * oneDNN's forward and backward primitives for one cell and shape, behind one face: the library has
 * a class of its own for each cell. Weight formats are left to oneDNN ({@code any}).
 */
final class RnnPrimitives implements AutoCloseable {
  private static final int UNI = dnnl_unidirectional_left2right;

  private final List<Pointer> owned = new ArrayList<>();
  // In bf16 mode x, h, y and the weights are bf16; cell states, biases and all gradients float32.
  private final memory.desc x;
  private final memory.desc h;
  private final memory.desc c;
  private final memory.desc w;
  private final memory.desc rw;
  private final memory.desc b;
  private final memory.desc y;
  private final memory.desc dx;
  private final memory.desc dw;
  private final memory.desc drw;
  private final memory.desc dy;
  private final rnn_primitive_desc_base forwardDesc;
  private final rnn_primitive_desc_base backwardDesc;
  private final primitive forward;
  private final primitive backward;

  /** Primitives for a whole batch. */
  RnnPrimitives(
      RecurrentSpec spec, boolean relu, int time, int batch, boolean training, boolean bf16) {
    this(spec, relu, new Rows(time, batch, batch), training, bf16);
  }

  /** Primitives for some rows of a batch. */
  RnnPrimitives(RecurrentSpec spec, boolean relu, Rows rows, boolean training, boolean bf16) {
    OneDnn.load();
    int time = rows.time();
    int batch = rows.count();
    int inputs = spec.inputSize();
    int hidden = spec.hiddenSize();
    int gates = spec.cell().gates();
    x =
        own(
            bf16
                ? desc(true, memory.format_tag.tnc, time, batch, inputs)
                : rows.direct(training, inputs));
    h = own(desc(bf16, memory.format_tag.ldnc, 1, 1, batch, hidden));
    c = own(desc(memory.format_tag.ldnc, 1, 1, batch, hidden));
    w = own(desc(bf16, memory.format_tag.any, 1, 1, inputs, gates, hidden));
    rw = own(desc(bf16, memory.format_tag.any, 1, 1, hidden, gates, hidden));
    b = own(desc(memory.format_tag.ldgo, 1, 1, spec.cell().biases(), hidden));
    // In training the output is kept beside what the caller gets.
    y =
        own(
            bf16 || training
                ? desc(bf16, memory.format_tag.tnc, time, batch, hidden)
                : rows.direct(training, hidden));
    dx = own(rows.direct(training, inputs));
    dw = own(desc(memory.format_tag.any, 1, 1, inputs, gates, hidden));
    drw = own(desc(memory.format_tag.any, 1, 1, hidden, gates, hidden));
    dy = own(rows.direct(training, hidden));
    // The library's own scratchpad belongs to the thread that created the primitive: it may not be
    // run by another. Ours lies in the kernel's memory.
    primitive_attr attr = own(new primitive_attr());
    attr.set_scratchpad_mode(dnnl_scratchpad_mode_user);
    int kind = training ? dnnl_forward_training : dnnl_forward_inference;
    var e = OneDnn.cpu();
    switch (spec.cell()) {
      case LSTM -> {
        var f =
            own(
                new lstm_forward.primitive_desc(
                    e, kind, UNI, x, h, c, w, rw, b, y, h, c, attr, false));
        forwardDesc = f;
        forward = own(new lstm_forward(f));
        if (training) {
          var d =
              own(
                  new lstm_backward.primitive_desc(
                      e,
                      dnnl_backward,
                      UNI,
                      x,
                      h,
                      c,
                      w,
                      rw,
                      b,
                      y,
                      h,
                      c,
                      dx,
                      c,
                      c,
                      dw,
                      drw,
                      b,
                      dy,
                      c,
                      c,
                      f,
                      attr,
                      false));
          backwardDesc = d;
          backward = own(new lstm_backward(d));
          return;
        }
      }
      case GRU -> {
        var f =
            own(new gru_forward.primitive_desc(e, kind, UNI, x, h, w, rw, b, y, h, attr, false));
        forwardDesc = f;
        forward = own(new gru_forward(f));
        if (training) {
          var d =
              own(
                  new gru_backward.primitive_desc(
                      e,
                      dnnl_backward,
                      UNI,
                      x,
                      h,
                      w,
                      rw,
                      b,
                      y,
                      h,
                      dx,
                      c,
                      dw,
                      drw,
                      b,
                      dy,
                      c,
                      f,
                      attr,
                      false));
          backwardDesc = d;
          backward = own(new gru_backward(d));
          return;
        }
      }
      case GRU_RESET_AFTER -> {
        var f =
            own(
                new lbr_gru_forward.primitive_desc(
                    e, kind, UNI, x, h, w, rw, b, y, h, attr, false));
        forwardDesc = f;
        forward = own(new lbr_gru_forward(f));
        if (training) {
          var d =
              own(
                  new lbr_gru_backward.primitive_desc(
                      e,
                      dnnl_backward,
                      UNI,
                      x,
                      h,
                      w,
                      rw,
                      b,
                      y,
                      h,
                      dx,
                      c,
                      dw,
                      drw,
                      b,
                      dy,
                      c,
                      f,
                      attr,
                      false));
          backwardDesc = d;
          backward = own(new lbr_gru_backward(d));
          return;
        }
      }
      case RNN -> {
        int alg = relu ? dnnl_eltwise_relu : dnnl_eltwise_tanh;
        var f =
            own(
                new vanilla_rnn_forward.primitive_desc(
                    e, kind, alg, UNI, x, h, w, rw, b, y, h, attr, false));
        forwardDesc = f;
        forward = own(new vanilla_rnn_forward(f));
        if (training) {
          var d =
              own(
                  new vanilla_rnn_backward.primitive_desc(
                      e,
                      dnnl_backward,
                      alg,
                      UNI,
                      x,
                      h,
                      w,
                      rw,
                      b,
                      y,
                      h,
                      dx,
                      c,
                      dw,
                      drw,
                      b,
                      dy,
                      c,
                      f,
                      attr,
                      false));
          backwardDesc = d;
          backward = own(new vanilla_rnn_backward(d));
          return;
        }
      }
      default -> throw new IllegalArgumentException("No oneDNN primitive for " + spec.cell());
    }
    backwardDesc = null;
    backward = null;
  }

  primitive forward() {
    return forward;
  }

  primitive backward() {
    return backward;
  }

  memory.desc weightsLayer() {
    return forwardDesc.weights_layer_desc();
  }

  memory.desc weightsIter() {
    return forwardDesc.weights_iter_desc();
  }

  memory.desc forwardScratchpad() {
    return forwardDesc.scratchpad_desc();
  }

  memory.desc backwardScratchpad() {
    return backwardDesc.scratchpad_desc();
  }

  memory.desc workspace() {
    return forwardDesc.workspace_desc();
  }

  memory.desc backwardWeightsLayer() {
    return backwardDesc.weights_layer_desc();
  }

  memory.desc backwardWeightsIter() {
    return backwardDesc.weights_iter_desc();
  }

  memory.desc diffWeightsLayer() {
    return backwardDesc.diff_weights_layer_desc();
  }

  memory.desc diffWeightsIter() {
    return backwardDesc.diff_weights_iter_desc();
  }

  private <P extends Pointer> P own(P pointer) {
    owned.add(pointer);
    return pointer;
  }

  @Override
  public void close() {
    owned.forEach(Pointer::close);
    owned.clear();
  }
}
