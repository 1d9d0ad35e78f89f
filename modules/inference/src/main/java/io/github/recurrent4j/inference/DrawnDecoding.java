package io.github.recurrent4j.inference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Lets a greedy search draw each token instead of taking the likeliest: of a row's probabilities
 * only that of a drawn token is left. One row for each sequence; each has a source of chance of its
 * own, so that what is drawn does not depend on what else is in the batch.
 */
public final class DrawnDecoding implements Decoding {
  private final Decoding decoding;
  private final double temperature;
  private final double topP;
  private Random[] chances;

  /**
   * Draws from what another decoding gives, and closes it in the end.
   *
   * @param temperature above 0: probabilities are taken to the power of 1/temperature
   * @param topP in (0, 1]: only the likeliest tokens that have so much of the probability together
   *     are drawn (Holtzman et al., 2020)
   * @param seeds one for each sequence
   */
  public DrawnDecoding(Decoding decoding, double temperature, double topP, long[] seeds) {
    this.decoding = decoding;
    this.temperature = temperature;
    this.topP = topP;
    this.chances = Arrays.stream(seeds).mapToObj(Random::new).toArray(Random[]::new);
  }

  @Override
  public void step(int[] tokens) {
    decoding.step(tokens);
  }

  @Override
  public void probabilities(int row, float[] into) {
    decoding.probabilities(row, into);
    into[BeamSearch.PAD] = 0;
    into[BeamSearch.START] = 0;
    int drawn = drawn(into, chances[row]);
    float p = into[drawn];
    Arrays.fill(into, 0);
    into[drawn] = p;
  }

  private int drawn(float[] p, Random chance) {
    double most = 0;
    for (float each : p) {
      most = Math.max(most, each);
    }
    double[] weights = new double[p.length];
    double total = 0;
    for (int i = 0; i < p.length; i++) {
      weights[i] = Math.pow(p[i] / most, 1 / temperature);
      total += weights[i];
    }
    int[] tokens =
        IntStream.range(0, p.length)
            .filter(i -> weights[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -weights[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double kept = 0;
    int count = 0;
    while (count < tokens.length && kept < topP * total) {
      kept += weights[tokens[count]];
      count++;
    }
    double left = chance.nextDouble() * kept;
    for (int k = 0; k < count - 1; k++) {
      left -= weights[tokens[k]];
      if (left < 0) {
        return tokens[k];
      }
    }
    return tokens[count - 1];
  }

  @Override
  public float[] weights(int row) {
    return decoding.weights(row);
  }

  @Override
  public void reorder(int[] parents) {
    decoding.reorder(parents);
  }

  @Override
  public void keep(int[] which) {
    decoding.keep(which);
    chances = Arrays.stream(which).mapToObj(n -> chances[n]).toArray(Random[]::new);
  }

  @Override
  public void close() {
    decoding.close();
  }
}
