package io.github.recurrent4j.training;

import io.github.recurrent4j.inference.Slots;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.kernels.InUse;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the model of every app has below its own words: the network, the plan that computes with
 * packed weights, and the slots of the calls under way. The plan is made when it is first asked
 * for. For any number of threads.
 *
 * @param <P> the app's plan
 */
public final class WorkingModel<P extends WorkingModel.Plan> implements AutoCloseable {
  private final ModelNetwork network;
  private final Function<ModelFile, P> packing;
  private final Slots slots;
  private P plan;

  /** A network's weights, packed for inference. */
  public interface Plan extends AutoCloseable {
    /** Frees them. */
    @Override
    void close();
  }

  /**
   * A model.
   *
   * @param name what messages call it: "the translator"
   * @param network its network, closed with it
   * @param packing makes the plan of a network as it is stored
   */
  public WorkingModel(String name, ModelNetwork network, Function<ModelFile, P> packing) {
    this.network = network;
    this.packing = packing;
    this.slots = new Slots(name, this::free);
  }

  /** Where calls begin, and work memory is lent. */
  public Slots slots() {
    return slots;
  }

  /** The plan; to be called inside a call. */
  public synchronized P plan() {
    if (plan == null) {
      plan = packing.apply(network.stored());
    }
    return plan;
  }

  /**
   * DL4J's network.
   *
   * @param type MultiLayerNetwork or ComputationGraph, as the app has it
   * @throws IllegalStateException if the model is closed
   */
  public <T> T network(Class<T> type) {
    try (InUse.Call call = slots.enter()) {
      return network.network(type);
    }
  }

  /**
   * Writes a model file.
   *
   * @param type what weights are stored as
   * @param described gives the network as it is stored the app's name, shape, provenance and texts
   * @throws IllegalStateException if the model is closed
   */
  public void save(Path file, WeightType type, UnaryOperator<ModelFile> described) {
    try (InUse.Call call = slots.enter()) {
      ModelFiles.write(file, described.apply(network.stored()), type);
    }
  }

  /** Lets go of packed weights and work memory: the network has learnt meanwhile. */
  public synchronized void release() {
    slots.release();
    if (plan != null) {
      plan.close();
      plan = null;
    }
    network.forget();
  }

  /** Waits for calls under way, of which long ones end early; closing again does nothing. */
  @Override
  public void close() {
    slots.close();
  }

  private void free() {
    release();
    network.close();
  }
}
