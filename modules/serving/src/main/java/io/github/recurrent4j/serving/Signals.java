package io.github.recurrent4j.serving;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Has something done when the process gets a signal. Java's only way is a class outside of its
 * specification, which is looked up when the program runs: where it is missing, or the system has
 * no such signal, nothing happens.
 */
final class Signals {
  private Signals() {}

  /**
   * Has an action run, on a thread of its own, instead of what a signal does otherwise.
   *
   * @param name without SIG: TERM, INT, HUP
   */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return method.getName().equals("equals")
                    ? self == arguments[0]
                    : method.getName().equals("hashCode")
                        ? (Object) System.identityHashCode(self)
                        : name;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException(e.getCause());
      }
    } catch (ClassNotFoundException e) {
      return;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
