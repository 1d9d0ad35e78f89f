package io.github.recurrent4j.vectorization.datasets;

import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Claim;
import io.github.recurrent4j.vectorization.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Downloads a file, goes on where an earlier try stopped, and checks its SHA-256. */
public final class Downloader {
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  /**
   * Downloads an item; a file that is there and right is left alone.
   *
   * @param item what to download
   * @param target where to put it
   * @param progress told how many bytes are there
   * @throws BadInputException if it cannot be had, is not what the catalogue says, or is being
   *     downloaded to the same place
   */
  public void fetch(Catalogue.Item item, Path target, LongConsumer progress) {
    if (Files.exists(target) && matches(item, target)) {
      return;
    }
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new BadInputException(
          "cannot make the folder of " + target + " (" + AtomicFile.reason(e) + "): name another",
          e);
    }
    // Two that append to one part would both spoil it.
    try (Claim claim = claimed(target)) {
      fetchAlone(item, target, progress);
    }
  }

  private static Claim claimed(Path target) {
    try {
      return Claim.take(target.resolveSibling(target.getFileName() + ".lock"));
    } catch (Claim.TakenException e) {
      throw new BadInputException(
          target + " is being downloaded by another process: wait for its end", e);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write " + target + " (" + AtomicFile.reason(e) + "): check its folder", e);
    }
  }

  private void fetchAlone(Catalogue.Item item, Path target, LongConsumer progress) {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      long have = Files.exists(part) ? Files.size(part) : 0;
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(item.url())).timeout(Duration.ofMinutes(10));
      if (have > 0) {
        request.header("Range", "bytes=" + have + "-");
      }
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        boolean resumed = response.statusCode() == 206;
        // 416: the part already has every byte.
        if (response.statusCode() != 416) {
          if (response.statusCode() != 200 && !resumed) {
            throw new BadInputException(
                item.url() + " answered " + response.statusCode() + ": try again later");
          }
          copy(in, part, resumed ? have : 0, progress);
        }
      }
    } catch (IOException e) {
      throw new BadInputException(
          "cannot download "
              + item.url()
              + " ("
              + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
              + "): check the connection; what is there already is kept",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadInputException("interrupted while downloading " + item.url(), e);
    }
    if (!matches(item, part)) {
      String found = TextFile.sha256(part);
      delete(part);
      throw new BadInputException(
          item.url()
              + " has SHA-256 "
              + found
              + " instead of "
              + item.sha256()
              + ": it was deleted; try again, or the publisher changed it");
    }
    AtomicFile.move(part, target);
  }

  private static void copy(InputStream in, Path part, long have, LongConsumer progress)
      throws IOException {
    try (OutputStream out =
        have > 0
            ? Files.newOutputStream(part, StandardOpenOption.APPEND)
            : Files.newOutputStream(part)) {
      byte[] buffer = new byte[1 << 16];
      long total = have;
      int n = in.read(buffer);
      while (n >= 0) {
        out.write(buffer, 0, n);
        total += n;
        progress.accept(total);
        n = in.read(buffer);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a file has the checksum of the catalogue (or the catalogue has none). */
  public static boolean matches(Catalogue.Item item, Path file) {
    return item.sha256() == null || item.sha256().equals(TextFile.sha256(file));
  }
}
