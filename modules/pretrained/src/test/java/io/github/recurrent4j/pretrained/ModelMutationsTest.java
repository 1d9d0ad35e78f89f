package io.github.recurrent4j.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.captioning.Captioner;
import io.github.recurrent4j.captioning.Grid;
import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Model files with seeded damage: each ends in the answer of the undamaged file or in one clear
 * line. {@code -Drecurrent4j.mutations=N} tries N of each app's in place of {@value #STANDARD},
 * {@code -Drecurrent4j.mutations.seed=S} other ones.
 */
class ModelMutationsTest {
  private static final int STANDARD = 700;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int LONGEST_LINE = 300;
  private static final long MOST_MEMORY = 200L << 20;

  @TempDir Path folder;

  /** Largest allocation for one file so far, in bytes. */
  private long most;

  private interface Reader {
    String answer(Path file);
  }

  @Test
  void sentiment() throws IOException {
    Map<String, byte[]> model = SmallModel.sentiment();
    mutate(
        model,
        file -> {
          try (SentimentClassifier c = SentimentClassifier.load(file)) {
            return c.classify("Qué alegría verte xkqzjw").line();
          }
        });
  }

  @Test
  void translation() throws IOException {
    Map<String, byte[]> model = SmallModel.translation();
    mutate(
        model,
        file -> {
          try (Translator t = Translator.load(file)) {
            return t.translate("Tom nada xkqzjw", TranslationOptions.greedy()).text();
          }
        });
  }

  @Test
  void translationInBytes() throws IOException {
    Map<String, byte[]> model = SmallModel.translationInBytes(folder);
    assertThat(model).containsKey(SmallModel.BYTES).doesNotContainKey(SmallModel.WEIGHTS);
    mutate(
        model,
        file -> {
          try (Translator t = Translator.load(file)) {
            return t.translate("Tom no sabe nadar xkqzjw").text();
          }
        });
  }

  @Test
  void languageModel() throws IOException {
    Map<String, byte[]> model = SmallModel.languageModel();
    mutate(
        model,
        file -> {
          try (LanguageModel m = LanguageModel.load(file)) {
            return m.generate(GenerationOptions.of("ROMEO:", 20));
          }
        });
  }

  @Test
  void captioning() throws IOException {
    Map<String, byte[]> model = SmallModel.captioning(folder.resolve("trained.zip"));
    mutate(
        model,
        file -> {
          try (Captioner c = Captioner.load(file)) {
            return c.caption(Grid.of(0.5f, -1), c.languages().get(0)).text();
          }
        });
  }

  private void mutate(Map<String, byte[]> model, Reader reader) throws IOException {
    Path file = folder.resolve("model.zip");
    Files.write(file, SmallModel.zip(model));
    String right = reader.answer(file);
    long seed = Long.getLong("recurrent4j.mutations.seed", 1);
    int count = Integer.getInteger("recurrent4j.mutations", STANDARD);
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      // Generators with neighbouring seeds begin alike.
      Random random = new Random((seed * 1_000_003 + i) * SPREAD);
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      Files.write(file, kind.mutated(model, random));
      String outcome = outcome(reader, file, right, "seed " + seed + ", number " + i + ", " + kind);
      outcomes.merge(kind + " " + outcome, 1, Integer::sum);
    }
    System.out.printf(
        "%,d damaged files of seed %d: %s; at most %,d MB allocated for one%n",
        count, seed, outcomes, most >> 20);
    // Damage that nothing notices would prove little.
    assertThat(outcomes.keySet())
        .anyMatch(o -> o.endsWith("line"))
        .anyMatch(o -> o.endsWith("equal"));
  }

  private String outcome(Reader reader, Path file, String right, String which) {
    long before = allocated();
    try {
      String answer = reader.answer(file);
      assertThat(answer).as(which).isEqualTo(right);
      return "equal";
    } catch (BadInputException e) {
      assertThat(e.getMessage()).as(which).hasSizeLessThan(LONGEST_LINE).doesNotContain("\n");
      assertThat(e.getMessage()).as(which).doesNotContain("Exception");
      return "line";
    } catch (RuntimeException | Error e) {
      return fail(which + " ends in " + e, e);
    } finally {
      long took = allocated() - before;
      assertThat(took).as(which + ": memory").isLessThan(MOST_MEMORY);
      most = Math.max(most, took);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** Ways to damage a file. */
  private enum Kind {
    BYTES {
      @Override
      byte[] mutated(Map<String, byte[]> model, Random random) throws IOException {
        byte[] zip = SmallModel.zip(model);
        for (int i = random.nextInt(20); i >= 0; i--) {
          zip[random.nextInt(zip.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return zip;
      }
    },
    CUT {
      @Override
      byte[] mutated(Map<String, byte[]> model, Random random) throws IOException {
        byte[] zip = SmallModel.zip(model);
        int from = random.nextInt(zip.length);
        int to = from + random.nextInt(Math.min(2000, zip.length - from));
        byte[] part = Arrays.copyOfRange(zip, from, to);
        return switch (random.nextInt(3)) {
          case 0 -> Arrays.copyOf(zip, from);
          case 1 -> join(Arrays.copyOf(zip, from), Arrays.copyOfRange(zip, to, zip.length));
          default -> join(Arrays.copyOf(zip, to), part, Arrays.copyOfRange(zip, to, zip.length));
        };
      }
    },
    ENTRIES {
      @Override
      byte[] mutated(Map<String, byte[]> model, Random random) throws IOException {
        List<String> names = new ArrayList<>(model.keySet());
        String one = names.get(random.nextInt(names.size()));
        Map<String, byte[]> entries = new LinkedHashMap<>(model);
        switch (random.nextInt(6)) {
          case 0 -> entries.remove(one);
          case 1 -> entries.put(one, new byte[0]);
          case 2 -> entries.put("preprocessor.bin", new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5});
          case 3 -> entries.put(random.nextBoolean() ? one : "notes.txt", zeros(random));
          case 4 -> entries.put("../" + one, model.get(one));
          default -> {
            java.util.Collections.shuffle(names, random);
            entries.clear();
            names.forEach(name -> entries.put(name, model.get(name)));
          }
        }
        return SmallModel.zip(entries);
      }

      /** Far too many are as costly as a hundred other files: they are seldom. */
      private byte[] zeros(Random random) {
        return new byte[random.nextInt(20) == 0 ? 30 << 20 : 100_000];
      }
    },
    DESCRIPTION {
      @Override
      byte[] mutated(Map<String, byte[]> model, Random random) throws IOException {
        return json(model, SmallModel.DESCRIPTION, random);
      }
    },
    NETWORK {
      @Override
      byte[] mutated(Map<String, byte[]> model, Random random) throws IOException {
        return json(model, SmallModel.CONFIGURATION, random);
      }
    },
    WEIGHTS {
      @Override
      byte[] mutated(Map<String, byte[]> model, Random random) throws IOException {
        if (model.containsKey(SmallModel.BYTES)) {
          return bytes(model, random);
        }
        byte[] w = model.get(SmallModel.WEIGHTS).clone();
        int header = 0x71;
        switch (random.nextInt(4)) {
          case 0 -> w[random.nextInt(header)] = (byte) random.nextInt();
          case 1 -> w = Arrays.copyOf(w, random.nextInt(w.length + 1000));
          case 2 -> {
            int at = random.nextInt(header - Long.BYTES);
            long value = random.nextBoolean() ? 1L << random.nextInt(63) : random.nextInt(4) - 2;
            java.nio.ByteBuffer.wrap(w).putLong(at, value);
          }
          default -> {
            int at = header + Float.BYTES * random.nextInt((w.length - header) / Float.BYTES);
            float bad = random.nextBoolean() ? Float.NaN : Float.NEGATIVE_INFINITY;
            java.nio.ByteBuffer.wrap(w).putFloat(at, bad);
          }
        }
        return with(model, SmallModel.WEIGHTS, w);
      }

      /** The number of weights, the length, or the scale of a block. */
      private byte[] bytes(Map<String, byte[]> model, Random random) throws IOException {
        byte[] w = model.get(SmallModel.BYTES).clone();
        switch (random.nextInt(3)) {
          case 0 -> java.nio.ByteBuffer.wrap(w).putLong(0, 1L << random.nextInt(63));
          case 1 -> w = Arrays.copyOf(w, random.nextInt(w.length + 1000));
          default -> {
            int at = Long.BYTES + 34 * random.nextInt((w.length - Long.BYTES) / 34);
            short bad = (short) (random.nextBoolean() ? 0x7E00 : 0xBC00);
            java.nio.ByteBuffer.wrap(w).putShort(at, bad);
          }
        }
        return with(model, SmallModel.BYTES, w);
      }
    },
    VOCABULARY {
      @Override
      byte[] mutated(Map<String, byte[]> model, Random random) throws IOException {
        List<String> names = model.keySet().stream().filter(n -> n.endsWith(".txt")).toList();
        String name = names.get(random.nextInt(names.size()));
        String text = new String(model.get(name), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(text.split("\n")));
        int at = random.nextInt(lines.size());
        switch (random.nextInt(6)) {
          case 0 -> lines.remove(at);
          case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
          case 2 -> lines.add("x".repeat(random.nextInt(200_000)));
          case 3 -> lines.set(0, lines.get(0).replace('1', (char) ('2' + random.nextInt(8))));
          case 4 -> lines.set(at, "\uFFFF" + lines.get(at) + " \uFFFF");
          default -> {
            byte[] bytes = model.get(name).clone();
            bytes[random.nextInt(bytes.length)] = (byte) 0xFF;
            return with(model, name, bytes);
          }
        }
        String changed = String.join("\n", lines) + "\n";
        return with(model, name, changed.getBytes(StandardCharsets.UTF_8));
      }
    };

    private static final List<String> FOREIGN =
        List.of("java.lang.ProcessBuilder", "java.net.URL", "no.such.Class", "");

    abstract byte[] mutated(Map<String, byte[]> model, Random random) throws IOException;

    private static byte[] json(Map<String, byte[]> model, String name, Random random)
        throws IOException {
      JsonNode tree = SmallModel.JSON.readTree(model.get(name));
      List<JsonNode> containers = new ArrayList<>();
      SmallModel.containers(tree, containers);
      JsonNode one = containers.get(random.nextInt(containers.size()));
      if (one instanceof ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.isEmpty() ? "new" : keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(4)) {
          case 0 -> object.remove(key);
          case 1 -> object.set(key, random.nextBoolean() ? tree.deepCopy() : value(random));
          case 2 -> {
            String foreign = FOREIGN.get(random.nextInt(FOREIGN.size()));
            object.set(key, JsonNodeFactory.instance.objectNode().put("@class", foreign));
          }
          default -> object.put(object.has("@class") ? "@class" : key, FOREIGN.get(0));
        }
        // Without its temperature a model answers otherwise, and rightly so.
        if (name.equals(SmallModel.DESCRIPTION)) {
          keepTemperature(SmallModel.JSON.readTree(model.get(name)), tree);
        }
      } else if (one instanceof ArrayNode array) {
        if (random.nextBoolean() && !array.isEmpty()) {
          array.remove(random.nextInt(array.size()));
        } else {
          array.add(value(random));
        }
      }
      byte[] text = SmallModel.JSON.writeValueAsBytes(tree);
      if (random.nextInt(20) == 0) {
        text = Arrays.copyOf(text, random.nextInt(text.length));
      }
      return with(model, name, text);
    }

    private static void keepTemperature(JsonNode before, JsonNode after) {
      JsonNode t = before.path("config").path("temperature");
      boolean lost = !after.path("config").has("temperature");
      if (!t.isMissingNode() && lost && after.path("config") instanceof ObjectNode config) {
        config.set("temperature", t);
      }
    }

    private static JsonNode value(Random random) {
      JsonNodeFactory nodes = JsonNodeFactory.instance;
      return switch (random.nextInt(12)) {
        case 0 -> nodes.nullNode();
        case 1 -> nodes.numberNode(0);
        case 2 -> nodes.numberNode(-1);
        case 3 -> nodes.numberNode(1e308);
        case 4 -> nodes.numberNode(1L << 31);
        case 5 -> nodes.numberNode(BigInteger.TEN.pow(30));
        case 6 -> nodes.textNode("x");
        case 7 -> nodes.textNode("y".repeat(5000) + "\n\u001b[31m");
        case 8 -> nodes.arrayNode();
        case 9 -> nodes.objectNode();
        case 10 -> nodes.numberNode(0.001);
        default -> nodes.booleanNode(random.nextBoolean());
      };
    }

    private static byte[] with(Map<String, byte[]> model, String name, byte[] bytes)
        throws IOException {
      Map<String, byte[]> entries = new LinkedHashMap<>(model);
      entries.put(name, bytes);
      return SmallModel.zip(entries);
    }

    private static byte[] join(byte[]... parts) {
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      for (byte[] part : parts) {
        out.writeBytes(part);
      }
      return out.toByteArray();
    }
  }
}
