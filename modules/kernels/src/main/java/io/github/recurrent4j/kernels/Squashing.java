package io.github.recurrent4j.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.memory;

/** tanh of some floats. */
final class Squashing extends Stage {
  private final Operand from;
  private final Operand to;

  Squashing(int rows, int columns) {
    from = given(OneDnn.desc(memory.format_tag.ab, rows, columns));
    to = given(OneDnn.desc(memory.format_tag.ab, rows, columns));
    try (memory.desc layout = OneDnn.desc(memory.format_tag.ab, rows, columns);
        var how =
            new eltwise_forward.primitive_desc(
                OneDnn.cpu(), dnnl_forward_training, dnnl_eltwise_tanh, layout, layout, 0, 0)) {
      program()
          .then(
              new eltwise_forward(how),
              new Program.Args().put(DNNL_ARG_SRC, from).put(DNNL_ARG_DST, to));
    }
  }

  /** The two may be the same memory. */
  void run(Floats values, Floats result) {
    from.bind(values);
    to.bind(result);
    program().run();
  }
}
