package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * A bf16 matrix that changes from update to update, in all layouts that products of it have asked
 * for; each is made anew when it is asked for after a change.
 */
final class PackedForms implements AutoCloseable {
  private final memory.desc plain;
  private final Scope space;
  private final List<Form> forms = new ArrayList<>();

  private static final class Form {
    final memory.desc layout;
    final Region region;
    long made = -1;

    Form(memory.desc layout, Region region) {
      this.layout = layout;
      this.region = region;
    }
  }

  /**
   * Forms of a matrix.
   *
   * @param plain as it lies
   * @param space for the forms
   */
  PackedForms(memory.desc plain, Scope space) {
    this.plain = plain;
    this.space = space;
  }

  /**
   * The matrix in a layout; the descriptor is closed.
   *
   * @param version of what {@code from} holds
   */
  synchronized Region in(memory.desc layout, Region from, long version) {
    Form form = form(layout);
    if (form.made != version) {
      try (Program program = new Program()) {
        Operand source = program.operand(plain).bind(from);
        Operand target = program.operand(form.layout).bind(form.region);
        program.convert(source, target).run();
      }
      form.made = version;
    }
    return form.region;
  }

  private Form form(memory.desc layout) {
    for (Form f : forms) {
      if (f.layout.equals(layout)) {
        layout.close();
        return f;
      }
    }
    Form f = new Form(layout, space.region(layout.get_size()));
    forms.add(f);
    return f;
  }

  @Override
  public synchronized void close() {
    forms.forEach(f -> f.layout.close());
    forms.clear();
    plain.close();
  }
}
