package io.github.recurrent4j.kernels;

import java.io.PrintStream;

/**
 * Keeps JavaCPP from writing on the host's standard error that its parts are of different series:
 * with oneDNN's series no OpenBLAS and no OpenCL were published, and these serve. JavaCPP asks
 * while classes are first used and has no setting for it, so that its lines, and no others, are
 * left out while the libraries load.
 */
public final class VersionWarnings {
  private static final String LINE = "Warning: Versions of org.bytedeco:";

  private VersionWarnings() {}

  /**
   * Loads without them.
   *
   * @param classes names of classes that ask when they are first used
   */
  public static void without(Runnable load, String... classes) {
    PrintStream before = System.err;
    PrintStream quiet = new Quiet(before);
    System.setErr(quiet);
    try {
      load.run();
      for (String name : classes) {
        Class.forName(name, true, VersionWarnings.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(e.getMessage());
    } finally {
      if (System.err == quiet) {
        System.setErr(before);
      }
    }
  }

  private static final class Quiet extends PrintStream {
    private final PrintStream to;

    Quiet(PrintStream to) {
      super(to, true);
      this.to = to;
    }

    @Override
    public void println(String line) {
      if (line == null || !line.startsWith(LINE)) {
        to.println(line);
      }
    }

    @Override
    public void println(Object line) {
      println(String.valueOf(line));
    }

    @Override
    public void print(String text) {
      to.print(text);
    }
  }
}
