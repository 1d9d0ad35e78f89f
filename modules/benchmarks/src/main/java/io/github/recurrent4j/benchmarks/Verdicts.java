package io.github.recurrent4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures beside what they must reach and what is aimed at, one row each. */
final class Verdicts {
  private final List<Map<String, Object>> rows = new ArrayList<>();

  /** A figure that should be small. */
  void atMost(String row, double figure, double must, double aim) {
    add(row, figure, must, aim, figure <= aim, figure <= must);
  }

  /** A figure that should be large. */
  void atLeast(String row, double figure, double must, double aim) {
    add(row, figure, must, aim, figure >= aim, figure >= must);
  }

  private void add(
      String row, double figure, double must, double aim, boolean better, boolean good) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("row", row);
    line.put("figure", Math.round(figure * 1000) / 1000.0);
    line.put("must", must);
    line.put("aim", aim);
    line.put("reached", better ? "aim" : good ? "must" : "no");
    rows.add(line);
  }

  /** Prints the rows, each as a line of JSON. */
  void print() {
    rows.forEach(row -> System.out.println(ServerProcess.written(row)));
  }
}
