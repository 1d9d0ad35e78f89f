package io.github.recurrent4j.spark.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.deeplearning4j.nn.api.Model;

/**
 * The copies of a network that this process trains, as many as it has had tasks at once: to make
 * one takes as long as some updates. They are kept from round to round, and whichever a task gets
 * is as good as any other, since a round sets all that an update changes.
 */
final class WorkerNetworks {
  private static final Deque<Model> IDLE = new ArrayDeque<>();
  private static UUID training;

  private WorkerNetworks() {}

  /** A network for a task alone; copies of another training are dropped. */
  static Model take(NetworkPlan plan) {
    synchronized (IDLE) {
      if (!plan.training().equals(training)) {
        IDLE.clear();
        training = plan.training();
      }
      if (!IDLE.isEmpty()) {
        return IDLE.pop();
      }
    }
    return plan.network();
  }

  /** Gives back what was taken; after a failure it is better left to the garbage collector. */
  static void give(NetworkPlan plan, Model network) {
    synchronized (IDLE) {
      if (plan.training().equals(training)) {
        IDLE.push(network);
      }
    }
  }

  /** Drops the copies of a training that is over, where they are this process's. */
  static void drop(NetworkPlan plan) {
    synchronized (IDLE) {
      if (plan.training().equals(training)) {
        IDLE.clear();
        training = null;
      }
    }
  }
}
