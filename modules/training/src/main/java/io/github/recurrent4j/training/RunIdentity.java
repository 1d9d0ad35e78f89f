package io.github.recurrent4j.training;

import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a training was started with, kept in its checkpoint: a run that goes on must read the same
 * data in the same minibatches, or its place in them means nothing.
 *
 * @param data SHA-256 of each file by its part in training
 * @param settings values by name
 */
record RunIdentity(Map<String, String> data, Map<String, String> settings) {
  /** What only says when to end, look or stop. */
  private static final Set<String> FREE =
      Set.of("epochs", "max-minutes", "patience", "evaluations");

  private static final Set<String> FIXED =
      Set.of(
          "batch-size",
          "batch-tokens",
          "bptt",
          "updater",
          "accumulation",
          "seed",
          "average",
          "average-after");

  /** What checkpoints of earlier versions do not say, and had. */
  private static final Map<String, String> UNSAID = Map.of("average-after", "0");

  RunIdentity {
    data = new LinkedHashMap<>(data);
    settings = new LinkedHashMap<>(settings);
  }

  /**
   * Compares with the run that wants to go on.
   *
   * @return what differs and may, one phrase each
   * @throws BadInputException if something differs that must not
   */
  List<String> differences(RunIdentity now) {
    List<String> free = new ArrayList<>();
    now.data.forEach(
        (part, hash) -> {
          String before = data.get(part);
          if (before != null && !before.equals(hash)) {
            throw new BadInputException(
                "the checkpoint was trained on other data ("
                    + part
                    + " has changed): give the same file, or --overwrite to train anew");
          }
        });
    if (!data.keySet().equals(now.data.keySet())) {
      throw new BadInputException(
          "the checkpoint was trained on the files "
              + String.join(", ", data.keySet())
              + ", not on "
              + String.join(", ", now.data.keySet())
              + ": give the same, or --overwrite to train anew");
    }
    now.settings.forEach(
        (name, value) -> {
          String before = settings.getOrDefault(name, UNSAID.get(name));
          if (before == null || before.equals(value) || FREE.contains(name)) {
            return;
          }
          String difference = "--" + name + " was " + before + " and is " + value;
          if (FIXED.contains(name)) {
            throw new BadInputException(
                "the checkpoint cannot go on: "
                    + difference
                    + "; give the same, or --overwrite to train anew");
          }
          free.add(difference);
        });
    return free;
  }
}
