package io.github.recurrent4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Process memory over 10,000 fits of changing shapes (Linux). */
final class MemoryGrowth {
  private static final int FITS = 10_000;

  private MemoryGrowth() {}

  static void run() {
    MultiLayerNetwork network = Ours.network(new Work("memory", "lstm", "train", 40, 64, 8, 16));
    Random random = new Random(1);
    for (int i = 0; i <= FITS; i++) {
      Work shape =
          new Work(
              "memory", "lstm", "train", 40, 64, 4 + random.nextInt(12), 4 + random.nextInt(40));
      DataSet data = RandomText.ids(shape);
      network.fit(data);
      if (i % 1000 == 0) {
        System.out.printf("fit %,6d: %,d MB resident%n", i, residentMegabytes());
      }
    }
  }

  private static long residentMegabytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
