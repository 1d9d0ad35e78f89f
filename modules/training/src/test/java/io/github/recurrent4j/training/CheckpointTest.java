package io.github.recurrent4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.layers.OneHot;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A checkpoint is restored whole, or refused in one line; {@code -Drecurrent4j.mutations=N} damages
 * N in place of 500.
 */
class CheckpointTest {
  private static final int SYMBOLS = 5;
  private static final int MUTATIONS = Integer.getInteger("recurrent4j.mutations", 500);
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  @TempDir Path folder;
  private MultiLayerNetwork network;
  private Path file;

  @BeforeEach
  void write() {
    network = network(7);
    file = folder.resolve("checkpoint");
    INDArray average = network.params().mul(2);
    Checkpoint.of(network, TrainingState.start(), null, average, null).write(file);
  }

  private static MultiLayerNetwork network(int hidden) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .list()
                .layer(new OneHot(SYMBOLS))
                .layer(new GRU.Builder().carryState(true).nOut(hidden).build())
                .layer(new SparseOutput.Builder().perToken(true).nOut(SYMBOLS).build())
                .setInputType(InputType.recurrent(SYMBOLS))
                .build());
    network.init();
    network.fit(
        Nd4j.createFromArray(new float[][][] {{{0, 1, 2, 3}}, {{4, 3, 2, 1}}}),
        Nd4j.createFromArray(new float[][][] {{{1, 2, 3, 4}}, {{3, 2, 1, 0}}}));
    return network;
  }

  @Test
  void everythingComesBack() {
    Checkpoint read = Checkpoint.read(file, network);
    assertThat(read.arrays().keySet())
        .contains("parameters", "updater", "average")
        .anyMatch(name -> name.startsWith("r4j.state/"));
    MultiLayerNetwork other = network(7);
    other.params().assign(0);
    read.restore(other);
    assertThat(other.params()).isEqualTo(network.params());
    assertThat(other.getUpdater().getStateViewArray())
        .isEqualTo(network.getUpdater().getStateViewArray());
    assertThat(RecurrentStates.copy(other)).isEqualTo(RecurrentStates.copy(network));
  }

  @Test
  void anotherNetworksCheckpointIsRefused() {
    MultiLayerNetwork other = network(8);
    assertThatThrownBy(() -> Checkpoint.read(file, other).restore(other))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("use the options it was started with");
  }

  @Test
  void damageIsSaidInOneLine() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry e : Collections.list(zip.entries())) {
        entries.put(e.getName(), zip.getInputStream(e).readAllBytes());
      }
    }
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      // Generators with neighbouring seeds begin alike.
      Random random = new Random(i * SPREAD);
      Path mutated = folder.resolve("mutated");
      write(mutated, mutated(entries, random));
      try {
        Checkpoint.read(mutated, network).restore(network);
      } catch (BadInputException e) {
        refused++;
        assertThat(e.getMessage()).as("number %d", i).hasSizeLessThan(300).doesNotContain("\n");
      } catch (RuntimeException | Error e) {
        fail("number " + i + " ends in " + e, e);
      }
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 2);
  }

  private static Map<String, byte[]> mutated(Map<String, byte[]> entries, Random random) {
    Map<String, byte[]> result = new LinkedHashMap<>(entries);
    List<String> names = new ArrayList<>(entries.keySet());
    String one = names.get(random.nextInt(names.size()));
    byte[] bytes = entries.get(one).clone();
    int header = Math.min(bytes.length, 0x90);
    switch (random.nextInt(6)) {
      case 0 -> result.remove(one);
      case 1 -> result.put(one, entries.get(names.get(random.nextInt(names.size()))));
      case 2 -> result.put(one, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 50)));
      case 3 -> result.put("arrays/r4j.state/" + random.nextInt(4) + ".x", bytes);
      case 4 -> {
        if (header > Long.BYTES) {
          long value = random.nextBoolean() ? 1L << random.nextInt(63) : random.nextInt(5) - 2;
          ByteBuffer.wrap(bytes).putLong(random.nextInt(header - Long.BYTES), value);
        }
        result.put(one, bytes);
      }
      default -> {
        bytes[random.nextInt(header)] ^= (byte) (1 << random.nextInt(8));
        result.put(one, bytes);
      }
    }
    return result;
  }

  private static void write(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(e.getKey()));
        zip.write(e.getValue());
      }
    }
  }
}
