package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with programs in the places of Maven and Java that tell what they were asked. */
class LauncherTest {
  /** Builds for a second, and says when it began and ended. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo begin >>"$ROOT/maven.log"
      sleep 1
      mkdir -p "$ROOT/target/lib"
      for module in cli pretrained; do
        mkdir -p "$ROOT/modules/$module/target"
        echo jar >"$ROOT/modules/$module/target/recurrent4j-$module-1.jar"
        echo LIB/a.jar >"$ROOT/modules/$module/target/classpath"
      done
      echo end >>"$ROOT/maven.log"
      """;

  /** Says whether it has an archive of classes; lists classes and writes one where asked to. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      if [ -n "${REBUILT:-}" ] && mkdir "$ROOT/rebuilt" 2>/dev/null; then
        sleep 1
        touch "$ROOT/pom.xml"
        bash "$ROOT/r4j" lm train
      fi
      said=plain
      for each; do
        case $each in
          -XX:DumpLoadedClassList=*)
            echo rehearsal >>"$ROOT/java.log"
            [ -z "${BROKEN:-}" ] || exit 1
            echo classes >"${each#*=}"
            ;;
          -XX:SharedClassListFile=*) said=$(cat "${each#*=}") ;;
          -XX:SharedArchiveFile=*)
            if [ "$said" = classes ]; then
              echo archive >"${each#*=}"
            else
              said=shared
            fi
            ;;
        esac
      done
      if [ -n "${COPIES:-}" ]; then
        cat || said="no input"
      fi
      echo $said
      """;

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void checkout() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")));
    root = Files.createDirectories(folder.resolve("a checkout"));
    Files.createDirectories(root.resolve("modules"));
    Files.writeString(root.resolve("pom.xml"), "<project/>\n");
    Files.copy(Path.of("..", "..", "r4j"), root.resolve("r4j"));
    Path bin = Files.createDirectories(folder.resolve("jdk").resolve("bin"));
    Files.writeString(folder.resolve("jdk").resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    program(bin.resolve("mvn"), MAVEN);
    program(bin.resolve("java"), JAVA);
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", root.resolve("r4j").toString()));
    command.addAll(List.of(arguments));
    return started(environment, command);
  }

  private Process shell(Map<String, String> environment, String line) throws IOException {
    return started(environment, List.of("bash", "-c", line));
  }

  private Process started(Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()));
    builder.environment().merge("PATH", "", (old, none) -> folder.resolve("jdk/bin") + ":" + old);
    builder.environment().put("ROOT", root.toString());
    builder.environment().remove("JAVA_OPTS");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String printed(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.strip();
  }

  @Test
  void ofTwoStartsAtOnceOneBuilds() throws Exception {
    Process first = start(Map.of(), "lm", "train");
    Process second = start(Map.of(), "lm", "train");
    assertThat(printed(first)).isEqualTo("plain");
    assertThat(printed(second)).isEqualTo("plain");
    assertThat(root.resolve("maven.log")).hasContent("begin\nend");
  }

  @Test
  void aSourceThatChangesDuringABuildIsBuiltByTheNextStart() throws Exception {
    Path maven = folder.resolve("jdk/bin/mvn");
    program(maven, MAVEN + "touch \"$ROOT/pom.xml\"\n");
    printed(start(Map.of(), "lm", "train"));
    program(maven, MAVEN);
    printed(start(Map.of(), "lm", "train"));
    printed(start(Map.of(), "lm", "train"));
    assertThat(root.resolve("maven.log")).hasContent("begin\nend\nbegin\nend");
  }

  @Test
  void aProgramThatRunsKeepsTheJarsItHasOpen() throws Exception {
    printed(start(Map.of(), "lm", "train"));
    Path jar = root.resolve("modules/cli/target/recurrent4j-cli-1.jar");
    try (InputStream open = Files.newInputStream(jar)) {
      program(folder.resolve("jdk/bin/mvn"), MAVEN.replace("echo jar", "echo another"));
      Files.setLastModifiedTime(
          root.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
      printed(start(Map.of(), "lm", "train"));
      assertThat(jar).hasContent("another\n");
      assertThat(new String(open.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("jar\n");
    }
  }

  @Test
  void closedStreamsAreNotLeftToJava() throws Exception {
    String call = "exec bash '" + root.resolve("r4j") + "' lm train ";
    assertThat(printed(shell(Map.of("COPIES", "yes"), call + "<&-"))).isEqualTo("plain");
    assertThat(printed(shell(Map.of(), call + "2>&-"))).isEqualTo("plain");
    assertThat(shell(Map.of(), call + ">&-").waitFor()).isEqualTo(1);
    assertThat(folder.resolve("err")).content().contains("standard output is closed");
  }

  @Test
  void tooFewOpenFilesAreOneLine() throws Exception {
    String call = "ulimit -n 64; exec bash '" + root.resolve("r4j") + "' lm train";
    assertThat(shell(Map.of(), call).waitFor()).isEqualTo(1);
    assertThat(folder.resolve("err"))
        .hasContent("r4j: only 64 files may be open at once: allow 256 or more (ulimit -n 256)");
  }

  @Test
  void aFailedBuildEndsTheStart() throws Exception {
    program(folder.resolve("jdk/bin/mvn"), "#!/bin/sh\necho '[ERROR] no library'\nexit 1\n");
    Process start = start(Map.of(), "lm", "train");
    assertThat(start.waitFor()).isEqualTo(1);
    assertThat(folder.resolve("err")).content().contains("[ERROR] no library", "the build failed");
    assertThat(root.resolve("target/r4j.stamp")).doesNotExist();
  }

  @Test
  void classesAreArchivedOnceForEachBuild() throws Exception {
    assertThat(printed(start(Map.of(), "lm", "train"))).isEqualTo("plain");
    assertThat(printed(start(Map.of(), "lm", "generate"))).isEqualTo("shared");
    assertThat(printed(start(Map.of(), "lm", "train"))).isEqualTo("shared");
    assertThat(root.resolve("java.log")).hasContent("rehearsal");
    // One that was cut off is made again.
    Files.writeString(root.resolve("target/cli.jsa"), "");
    assertThat(printed(start(Map.of(), "lm", "train"))).isEqualTo("plain");
    assertThat(printed(start(Map.of(), "sentiment", "classify"))).isEqualTo("shared");
    assertThat(root.resolve("java.log")).hasContent("rehearsal\nrehearsal");
  }

  @Test
  void anArchiveThatCannotBeMadeIsNotTriedAgain() throws Exception {
    Map<String, String> broken = Map.of("BROKEN", "yes");
    assertThat(printed(start(broken, "lm", "generate"))).isEqualTo("plain");
    assertThat(printed(start(broken, "lm", "generate"))).isEqualTo("plain");
    assertThat(root.resolve("java.log")).hasContent("rehearsal");
  }

  @Test
  void classesOfTheBuildBeforeAreNotTakenForThisOnes() throws Exception {
    // While the classes are listed, another start builds anew.
    assertThat(printed(start(Map.of("REBUILT", "yes"), "lm", "generate"))).isEqualTo("plain");
    assertThat(root.resolve("maven.log")).hasContent("begin\nend\nbegin\nend");
    assertThat(printed(start(Map.of(), "lm", "generate"))).isEqualTo("shared");
    assertThat(root.resolve("java.log")).hasContent("rehearsal\nrehearsal");
  }
}
