package io.github.recurrent4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process's memory that is resident (Linux). */
final class Resident {
  private Resident() {}

  /** This process's, in MB (2^20 bytes); NaN where the system does not say. */
  static double megabytes() {
    return megabytes("self");
  }

  /** A process's, by its number. */
  static double megabytes(String process) {
    try {
      return Files.readAllLines(Path.of("/proc", process, "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
