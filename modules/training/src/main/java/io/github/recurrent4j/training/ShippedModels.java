package io.github.recurrent4j.training;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.List;
import java.util.function.Function;

/**
 * The models of an app that the artifact recurrent4j-pretrained holds.
 *
 * @param app the app they are of, as it stands in their files
 * @param names their names, the one that is meant without a name first
 */
public record ShippedModels(String app, List<String> names) {
  private static final String FILE = ".zip";

  /** Those that are on the class path; none without the artifact. */
  public List<String> there() {
    return names.stream().filter(name -> ModelFiles.isPretrained(name + FILE)).toList();
  }

  /**
   * Opens one of them.
   *
   * @param opener makes the app's model, which closes the file in the end
   * @throws BadInputException if there is none of that name, or the artifact recurrent4j-pretrained
   *     is not on the class path
   */
  public <T> T open(String name, Function<ModelFile, T> opener) {
    List<String> there = there();
    boolean without = there.isEmpty() && names.contains(name);
    if (!without && !there.contains(name)) {
      throw new BadInputException(
          "no model "
              + (names.contains(name) ? name : "of this name")
              + " is shipped: "
              + String.join(", ", there.isEmpty() ? names : there)
              + " are");
    }
    return ModelFiles.pretrained(name + FILE, app, opener);
  }
}
