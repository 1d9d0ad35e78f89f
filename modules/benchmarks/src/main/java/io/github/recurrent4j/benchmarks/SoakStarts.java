package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code r4j bench soak starts}: processes start, several at a time, and unpack native libraries
 * into one cache folder while two long runs have theirs mapped. The folder is emptied again and
 * again, so that several unpack at once. None may die, all answer alike, and no file may change
 * under its own name (Linux: a file's change time).
 */
@Command(
    name = "starts",
    description =
        "Process starts, several at a time, beside a long training and a long translation that share their cache"
            + " folder: none may die, and no file there may be written in place.")
final class SoakStarts implements Runnable {
  @Option(names = "--count", defaultValue = "2000", description = "starts (${DEFAULT-VALUE})")
  int count;

  @Option(names = "--at-once", defaultValue = "8", description = "(${DEFAULT-VALUE})")
  int atOnce;

  @Option(
      names = "--round",
      defaultValue = "200",
      description = "starts after which the cache folder is emptied (${DEFAULT-VALUE})")
  int round;

  @Override
  public void run() {
    try {
      Path folder = Files.createTempDirectory("r4j-starts");
      Path cache = folder.resolve("cache");
      List<Process> longRuns =
          List.of(
              jvm(folder, LongRun.class, SoakWork.TRANSLATE).start(),
              jvm(folder, LongRun.class, SoakWork.TRAIN).start());
      int died = starts(folder, cache);
      int ended = 0;
      for (Process each : longRuns) {
        // The end of its input tells a long run to end.
        each.getOutputStream().close();
        SoakJvm.Ended end = SoakJvm.ended(each);
        System.out.printf("long run: exit %d: %s%n", end.code(), end.line());
        ended += end.code() == 0 ? 0 : 1;
      }
      delete(folder);
      if (died + ended > 0) {
        throw new BadInputException(
            died + " starts and " + ended + " long runs did not end as they should");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SoakJvm jvm(Path folder, Class<?> main, SoakWork work) {
    return new SoakJvm(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-Drecurrent4j.cache=" + folder.resolve("cache"),
            "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("javacpp")),
        Map.of(),
        main,
        List.of(work.name()));
  }

  /** Starts them all; gives the number of those that did not end well. */
  private int starts(Path folder, Path cache) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      String right = null;
      int died = 0;
      for (int from = 0; from < count; from += round) {
        List<Callable<SoakJvm.Ended>> starts = new ArrayList<>();
        for (int i = from; i < Math.min(count, from + round); i++) {
          // One in ten loads ND4J's libraries, too.
          SoakWork work = i % 10 == 9 ? SoakWork.TRAIN : SoakWork.CLASSIFY;
          starts.add(() -> jvm(folder, OneAnswer.class, work).run());
        }
        Map<Object, Object> seen = new HashMap<>();
        List<Future<SoakJvm.Ended>> futures = starts.stream().map(threads::submit).toList();
        for (int i = 0; i < futures.size(); i++) {
          SoakJvm.Ended ended = futures.get(i).get();
          written(folder, seen);
          String answer = (from + i) % 10 == 9 ? null : ended.line();
          right = right == null ? answer : right;
          if (ended.code() != 0 || (answer != null && !answer.equals(right))) {
            died++;
            System.out.printf("start %d: exit %d: %s%n", from + i, ended.code(), ended.line());
          }
        }
        System.out.printf(
            "%,d starts, %d not as they should be, %d files in the folder%n",
            from + futures.size(), died, seen.size());
        delete(cache);
      }
      return died;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A file that was seen whole must never change again. */
  private static void written(Path folder, Map<Object, Object> seen) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (attributes.isRegularFile() && name.contains(".so") && !name.endsWith(".part")) {
              Object change = Files.getAttribute(file, "unix:ctime");
              Object before = seen.putIfAbsent(attributes.fileKey(), change);
              if (before != null && !before.equals(change)) {
                throw new BadInputException(file + " was written in place");
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }

  /** A start: one answer, printed. */
  static final class OneAnswer {
    private OneAnswer() {}

    /** Argument: the work. */
    public static void main(String[] args) {
      System.out.println(SoakWork.valueOf(args[0]).questions().get(0).get());
    }
  }

  /** Asks until its input ends; exit 1 if an answer was wrong. */
  static final class LongRun {
    private LongRun() {}

    /** Argument: the work. */
    public static void main(String[] args) throws IOException {
      List<Supplier<String>> questions = SoakWork.valueOf(args[0]).questions();
      List<String> first = questions.stream().map(Supplier::get).toList();
      Thread end =
          new Thread(
              () -> {
                try {
                  System.in.readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              "waits for the end of the input");
      end.start();
      int calls = 0;
      int wrong = 0;
      while (end.isAlive()) {
        int which = calls++ % questions.size();
        wrong += questions.get(which).get().equals(first.get(which)) ? 0 : 1;
      }
      System.out.printf("%s: %,d calls, %,d wrong%n", args[0], calls, wrong);
      System.exit(wrong > 0 ? 1 : 0);
    }
  }
}
