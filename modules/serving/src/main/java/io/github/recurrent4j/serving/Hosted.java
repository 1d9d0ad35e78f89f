package io.github.recurrent4j.serving;

import java.util.function.Supplier;

/**
 * A model that can be replaced while it is used: who has a lease keeps the copy that was there, and
 * a replaced copy is closed when its last lease ends.
 *
 * @param <M> a model of an app
 */
final class Hosted<M extends AutoCloseable> implements AutoCloseable {
  private final String name;
  private final Supplier<M> source;
  private Copy current;

  /**
   * Opens a model.
   *
   * @param name what clients call it
   * @param source opens it, now and again at each {@link #reload}
   */
  Hosted(String name, Supplier<M> source) {
    this.name = name;
    this.source = source;
    this.current = new Copy(source.get());
  }

  private final class Copy {
    private final M model;
    private int leases;
    private boolean retired;
    private boolean closed;

    private Copy(M model) {
      this.model = model;
    }

    /** Closes the model if nobody will use it any more; the lock is not held meanwhile. */
    private void closeIfDone() {
      synchronized (Hosted.this) {
        if (!retired || leases > 0 || closed) {
          return;
        }
        closed = true;
      }
      try {
        model.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The right to use a model until it is closed, by any thread. */
  final class Lease implements AutoCloseable {
    private final Copy copy;

    private Lease(Copy copy) {
      this.copy = copy;
    }

    M model() {
      return copy.model;
    }

    @Override
    public void close() {
      synchronized (Hosted.this) {
        copy.leases--;
      }
      copy.closeIfDone();
    }
  }

  String name() {
    return name;
  }

  /** The model as it is now, for what it says of itself; computing needs a {@link #lease}. */
  synchronized M look() {
    return current.model;
  }

  /**
   * A lease of the model as it is now.
   *
   * @throws IllegalStateException after {@link #close}
   */
  synchronized Lease lease() {
    if (current.retired) {
      throw new IllegalStateException("the model " + name + " is closed");
    }
    current.leases++;
    return new Lease(current);
  }

  /**
   * Opens the model again and puts it in the place of the one there is.
   *
   * @throws io.github.recurrent4j.vectorization.BadInputException if it cannot be opened; the one
   *     there is stays
   */
  void reload() {
    Copy fresh = new Copy(source.get());
    Copy old;
    synchronized (this) {
      old = current;
      fresh.retired = old.retired;
      old.retired = true;
      current = fresh;
    }
    old.closeIfDone();
    fresh.closeIfDone();
  }

  /** Lets nobody in any more, and closes the model when the last lease has ended. */
  @Override
  public void close() {
    Copy last;
    synchronized (this) {
      current.retired = true;
      last = current;
    }
    last.closeIfDone();
  }
}
