package io.github.recurrent4j.benchmarks;

import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Process memory over 10,000 fits of changing shapes (Linux), each time after a collection, beside
 * Java's heap and the native objects that JavaCPP counts: what grows can be told apart. A heap that
 * is resident from the start ({@code JAVA_OPTS="-Xms256m -Xmx256m -XX:+AlwaysPreTouch"}) does not
 * look like growth.
 */
final class MemoryGrowth {
  private static final int FITS = 10_000;

  private MemoryGrowth() {}

  static void run() {
    MultiLayerNetwork network =
        Ours.network(new Work("memory", "lstm", "train", new Work.Size(40, 64, 8, 16)));
    Random random = new Random(1);
    for (int i = 0; i <= FITS; i++) {
      Work shape =
          new Work(
              "memory",
              "lstm",
              "train",
              new Work.Size(40, 64, 4 + random.nextInt(12), 4 + random.nextInt(40)));
      DataSet data = RandomText.ids(shape);
      network.fit(data);
      if (i % 1000 == 0) {
        System.gc();
        Runtime java = Runtime.getRuntime();
        System.out.printf(
            "fit %,6d: %,.0f MB resident, %,d MB of heap in use, %,d native objects%n",
            i,
            Resident.megabytes(),
            (java.totalMemory() - java.freeMemory()) >> 20,
            Pointer.totalCount());
      }
    }
  }
}
