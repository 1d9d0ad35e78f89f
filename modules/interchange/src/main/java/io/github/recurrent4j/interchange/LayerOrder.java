package io.github.recurrent4j.interchange;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of modules that came in another: safetensors are often sorted by name. Where each
 * module's input tells without doubt which one stands before it, they are put in that order.
 */
final class LayerOrder {
  private LayerOrder() {}

  /**
   * The modules in the one order in which their sizes fit, or as they came if there is no such
   * order or more than one.
   *
   * @param modules the layers of each, at least one
   */
  static List<List<ImportedLayer>> of(List<List<ImportedLayer>> modules) {
    if (fits(modules)) {
      return modules;
    }
    List<List<ImportedLayer>> left = new ArrayList<>(modules);
    List<List<ImportedLayer>> ordered = new ArrayList<>();
    List<List<ImportedLayer>> next = left.stream().filter(LayerOrder::reads).toList();
    while (next.size() == 1) {
      List<ImportedLayer> module = next.get(0);
      ordered.add(module);
      left.remove(module);
      next = left.stream().filter(other -> follows(module, other)).toList();
    }
    return left.isEmpty() ? ordered : modules;
  }

  private static boolean reads(List<ImportedLayer> module) {
    return module.get(0) instanceof ImportedEmbedding;
  }

  private static boolean follows(List<ImportedLayer> before, List<ImportedLayer> module) {
    return !reads(module) && module.get(0).in() == before.get(before.size() - 1).out();
  }

  private static boolean fits(List<List<ImportedLayer>> modules) {
    for (int i = 1; i < modules.size(); i++) {
      if (!follows(modules.get(i - 1), modules.get(i))) {
        return false;
      }
    }
    return true;
  }
}
