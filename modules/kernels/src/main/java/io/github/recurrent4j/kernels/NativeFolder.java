package io.github.recurrent4j.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The folder that holds unpacked native libraries. Its name comes from what is in it, so that
 * versions of the suite never share one, and its files are only ever replaced whole.
 *
 * <p>It lies in the user's cache folder, or, where that cannot be written, in a private folder
 * among the temporary files. The system property {@value #PROPERTY} names another place.
 */
final class NativeFolder {
  /** Name of the system property for the folder that native libraries are unpacked into. */
  static final String PROPERTY = "recurrent4j.cache";

  private static final Duration ABANDONED = Duration.ofHours(1);

  private NativeFolder() {}

  /**
   * The folder with these files in it, whole; they are unpacked where they are not.
   *
   * @throws UncheckedIOException in one line, if no folder can hold them
   */
  static Path of(List<NativeFile> files) {
    List<String> refused = new ArrayList<>();
    for (Place place : places()) {
      try {
        return in(place.folder(), files);
      } catch (IOException e) {
        refused.add(place.name + " (" + reason(e) + ")");
      }
    }
    long size = files.stream().mapToLong(NativeFile::size).sum();
    throw new UncheckedIOException(
        new IOException(
            "the native libraries, "
                + (size / 1_000_000 + 1)
                + " MB, cannot be unpacked into "
                + String.join(" or ", refused)
                + ": make room, or name another folder with -D"
                + PROPERTY
                + "=FOLDER"));
  }

  /** The same below one base folder. */
  static Path in(Path base, List<NativeFile> files) throws IOException {
    Path folder = base.resolve("natives-" + key(files));
    if (files.stream().allMatch(f -> f.isIn(folder))) {
      return folder;
    }
    Files.createDirectories(folder);
    // The lock only spares several processes the same work; the moves alone keep the files whole.
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      try {
        channel.lock();
      } catch (IOException | OverlappingFileLockException e) {
        // Unlocked then: a file system without locks, or another class loader of this process.
      }
      sweep(folder);
      Map<Long, NativeFile> written = new HashMap<>();
      for (NativeFile file : files) {
        NativeFile same = written.putIfAbsent(file.crc(), file);
        if (!file.isIn(folder)) {
          if (same != null && same.size() == file.size()) {
            file.link(folder, same);
          } else {
            file.unpack(folder);
          }
        }
      }
    }
    return folder;
  }

  /** Removes what a process that was killed left half written. */
  private static void sweep(Path folder) throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(ABANDONED));
    try (var parts = Files.newDirectoryStream(folder, "*.part")) {
      for (Path part : parts) {
        try {
          if (Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS).compareTo(old) < 0) {
            Files.deleteIfExists(part);
          }
        } catch (NoSuchFileException e) {
          // Somebody else has just moved it into place.
        }
      }
    }
  }

  private static String key(List<NativeFile> files) {
    StringBuilder all = new StringBuilder();
    for (NativeFile f : files) {
      all.append(f.name()).append(' ').append(f.size()).append(' ').append(f.crc()).append('\n');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(all.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "not writable";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : String.valueOf(e.getMessage());
  }

  private static List<Place> places() {
    String named = System.getProperty(PROPERTY);
    if (named != null && !named.isBlank()) {
      Path folder = Path.of(named);
      return List.of(new Place(named, () -> folder));
    }
    Path cache = userCache().resolve("recurrent4j");
    Path temporary =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "recurrent4j-" + System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_"));
    return List.of(
        new Place(cache.toString(), () -> cache),
        new Place(temporary.toString(), () -> privateFolder(temporary)));
  }

  private static Path userCache() {
    Path home = Path.of(System.getProperty("user.home"));
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String local = System.getenv("LOCALAPPDATA");
      return local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches");
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null && xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache");
  }

  /**
   * A folder among everybody's temporary files from which libraries are loaded: nobody else may
   * write into it, so one that was there before must be this user's and closed to others.
   */
  private static Path privateFolder(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder.getParent());
      if (posix) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(folder);
      }
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("not a folder");
    }
    if (posix) {
      Set<PosixFilePermission> open =
          Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
      Path own = Files.createTempFile("recurrent4j", null);
      try {
        if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own))
            || Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).stream()
                .anyMatch(open::contains)) {
          throw new IOException("others may write there");
        }
      } finally {
        Files.delete(own);
      }
    }
    return folder;
  }

  /** A candidate: its name for messages, and how to get it. */
  private record Place(String name, Source source) {
    Path folder() throws IOException {
      return source.get();
    }

    private interface Source {
      Path get() throws IOException;
    }
  }
}
