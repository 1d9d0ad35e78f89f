package io.github.recurrent4j.spark.command;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone cluster as it is installed somewhere: a folder with Spark's jars, a master and two
 * workers of one core, each a process on the loopback; none of them has the suite on its class
 * path.
 */
final class Cluster implements AutoCloseable {
  /** What is not Spark's on the test's class path. */
  private static final Pattern SUITES =
      Pattern.compile(
          "(recurrent4j|nd4j|deeplearning4j|datavec|javacpp|dnnl|openblas|opencl|protobuf-1|guava-1|jackson-1"
              + "|flatbuffers|byteunits|neoitertools|picocli|progressbar|jline|jemoji|jsoup|commonmark|fastcsv"
              + "|xchart|arbiter|dl4j)[-.0-9a-z].*");

  /** Lets nothing of the machine's own network in. */
  private static final String HOST = "127.0.0.1";

  final List<Process> workers = new ArrayList<>();
  final String master;
  private final List<Process> processes = new ArrayList<>();
  private final Path home;
  private final List<String> jars = new ArrayList<>();
  private final Path application;

  /** Starts a cluster in a folder of its own; ends when both workers are known to the master. */
  Cluster(Path home) throws Exception {
    this.home = home;
    application = home.resolve("recurrent4j-spark.jar");
    Files.createDirectories(home.resolve("jars"));
    Files.createDirectories(home.resolve("suite"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        lay(Path.of(entry));
      }
    }
    Process first =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            "-h",
            HOST,
            "-p",
            "0",
            "--webui-port",
            "0");
    master =
        "spark://"
            + HOST
            + ":"
            + said(first, "master", "Starting Spark master at spark://[^:]+:(\\d+)");
    for (int i = 0; i < 2; i++) {
      workers.add(
          start(
              "worker" + i,
              "org.apache.spark.deploy.worker.Worker",
              "-h",
              HOST,
              "-c",
              "1",
              "-m",
              "1500m",
              "--webui-port",
              "0",
              "-d",
              home.resolve("work" + i).toString(),
              master));
    }
    for (int i = 0; i < 2; i++) {
      said(workers.get(i), "worker" + i, "(Successfully registered)");
    }
  }

  private void lay(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      if (!entry.getFileName().toString().equals("test-classes")) {
        // …/modules/NAME/target/classes
        String module = entry.getParent().getParent().getFileName().toString();
        Path jar = module.equals("spark") ? application : home.resolve("suite/" + module + ".jar");
        pack(entry, jar);
        if (!module.equals("spark")) {
          jars.add("local:" + jar);
        }
      }
    } else if (SUITES.matcher(entry.getFileName().toString()).matches()) {
      jars.add("local:" + entry);
    } else if (Files.exists(entry)) {
      link(entry, home.resolve("jars").resolve(entry.getFileName()));
    }
  }

  private static void link(Path file, Path link) throws IOException {
    try {
      Files.createLink(link, file);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, link); // On another disk.
    }
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      zip.setLevel(1);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
      }
    }
  }

  private Process start(String name, String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // What the test's own process was given: Spark looks into the JDK.
    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
    command.addAll(List.of("-cp", home.resolve("jars") + "/*", main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile())
            .directory(home.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    // Otherwise a worker looks for the folders of a build of Spark.
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    builder.environment().put("SPARK_LOCAL_HOSTNAME", HOST);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private Path log(String name) {
    return home.resolve(name + ".log");
  }

  /** What a process has said so far. */
  String log(Process process, String name) throws IOException {
    return (process.isAlive() ? "" : "exit " + process.exitValue() + "\n")
        + Files.readString(log(name), StandardCharsets.UTF_8);
  }

  private String said(Process process, String name, String pattern) throws Exception {
    Pattern wanted = Pattern.compile(pattern);
    while (true) {
      boolean alive = process.isAlive();
      Matcher found = wanted.matcher(Files.readString(log(name), StandardCharsets.UTF_8));
      if (found.find()) {
        return found.group(1);
      }
      if (!alive) {
        throw new IllegalStateException(log(process, name));
      }
      Thread.sleep(50);
    }
  }

  /** Starts {@code r4j spark} through spark-submit. */
  Process submit(String name, List<String> properties, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("--master", master));
    all.addAll(List.of("--class", SparkMain.class.getName()));
    all.addAll(List.of("--jars", jars.stream().collect(Collectors.joining(","))));
    all.addAll(List.of("--conf", "spark.driver.host=" + HOST));
    all.addAll(List.of("--conf", "spark.ui.enabled=false"));
    all.addAll(List.of("--conf", "spark.executor.memory=1g"));
    // Processes that live for seconds.
    all.addAll(
        List.of(
            "--conf",
            "spark.executor.defaultJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
    properties.forEach(property -> all.addAll(List.of("--conf", property)));
    all.add(application.toString());
    all.addAll(List.of(arguments));
    return start(name, "org.apache.spark.deploy.SparkSubmit", all.toArray(String[]::new));
  }

  /** Ends a worker and its executors without warning. */
  static void kill(Process worker) throws InterruptedException {
    List<ProcessHandle> children = worker.descendants().toList();
    worker.destroyForcibly().waitFor();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws Exception {
    for (Process process : processes) {
      kill(process);
    }
  }
}
