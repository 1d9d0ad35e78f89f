package io.github.recurrent4j.layers.runtime;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Not a backend: ND4J makes one of each backend that is on the class path before it loads the
 * native library of the one it takes. That is the moment to load the libraries from the suite's own
 * folder, and to see to its memory, in whatever way ND4J is started. Its rank is below every
 * backend's, so that it is never asked for more.
 */
public final class Nd4jBackendBefore extends Nd4jBackend {
  private static final Logger LOG = LoggerFactory.getLogger(Nd4jBackendBefore.class);

  /** Called by ND4J. */
  public Nd4jBackendBefore() {
    Nd4jMemory.start();
    try {
      Nd4jLibraries.load();
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("ND4J loads its native libraries in its own way: {}", e.getMessage());
    }
  }

  @Override
  public int getPriority() {
    return Integer.MIN_VALUE / 2;
  }

  @Override
  public boolean isAvailable() {
    return false;
  }

  @Override
  public boolean canRun() {
    return false;
  }

  @Override
  public boolean allowsOrder() {
    return false;
  }

  @Override
  public Resource getConfigurationResource() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Class<?> getNDArrayClass() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Environment getEnvironment() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String buildInfo() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void logBackendInit() {
    throw new UnsupportedOperationException();
  }
}
