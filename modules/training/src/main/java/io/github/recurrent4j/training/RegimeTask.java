package io.github.recurrent4j.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.Map;

/**
 * A task that knows its regime and provenance, from which the loop learns what the run was started
 * with. A subclass adds network, minibatches, validation and saving.
 *
 * @param <R> the app's regime
 */
public abstract class RegimeTask<R extends Record> implements TrainingTask {
  private final R regime;
  private final ObjectNode provenance;

  /**
   * A task.
   *
   * @param provenance as {@link Provenance#of} makes it; the task adds its figures
   */
  protected RegimeTask(R regime, ObjectNode provenance) {
    this.regime = regime;
    this.provenance = provenance;
  }

  /** How it is trained. */
  protected final R regime() {
    return regime;
  }

  /** Where the model comes from. */
  protected final ObjectNode provenance() {
    return provenance;
  }

  @Override
  public final Map<String, String> data() {
    return Provenance.hashes(provenance);
  }

  @Override
  public final Map<String, String> settings() {
    return texts(regime);
  }

  @SuppressWarnings("unchecked") // A record's class is that of its type.
  private static <T extends Record> Map<String, String> texts(T regime) {
    return Settings.of((Class<T>) regime.getClass()).texts(regime);
  }
}
