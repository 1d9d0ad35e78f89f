package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FloatsTest {
  @Test
  void whatIsWrittenIsRead() {
    try (Scope scope = new Scope("test")) {
      Floats f = scope.copyOf(new float[] {1, 2, 3, 4, 5});
      f.put(1, 7);
      assertThat(f.get(1)).isEqualTo(7);
      assertThat(f.slice(1, 3).toArray()).containsExactly(7, 3, 4);
      f.copy(2, f, 0, 3);
      assertThat(f.toArray()).as("overlapping").containsExactly(1, 7, 1, 7, 3);
      f.from(3).fill(2.5f);
      assertThat(f.toArray()).containsExactly(1, 7, 1, 2.5f, 2.5f);
      f.fill(0);
      assertThat(f.toArray()).containsOnly(0);
    }
  }

  @Test
  void nothingBeyondTheEnd() {
    try (Scope scope = new Scope("test")) {
      Floats f = scope.zeros(4);
      assertThatThrownBy(() -> f.get(4)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> f.put(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> f.slice(2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> f.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> f.slice(1, Long.MAX_VALUE / 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> f.copyFrom(f.slice(0, 2)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void slicesOfSlicesKnowTheirPlace() {
    try (Scope scope = new Scope("test")) {
      Floats f = scope.copyOf(new float[] {1, 2, 3, 4, 5, 6});
      Floats inner = f.from(1).slice(1, 3);
      assertThat(inner.toArray()).containsExactly(3, 4, 5);
      inner.put(0, new float[] {7, 8}, 0, 2);
      assertThat(f.toArray()).containsExactly(1, 2, 7, 8, 5, 6);
      inner.copyRows(2, 1, 0, 2, f, 5, -5);
      assertThat(f.toArray()).containsExactly(1, 2, 6, 8, 1, 6);
      // The whole would have room for these.
      assertThatThrownBy(() -> inner.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> inner.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> inner.put(2, new float[2]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> inner.slice(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void afterTheScopeNothing() {
    Scope scope = new Scope("the translator's memory");
    Floats f = scope.zeros(4);
    Floats slice = f.slice(1, 2);
    scope.close();
    scope.close();
    assertThatThrownBy(() -> f.get(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the translator's memory is closed");
    assertThatThrownBy(() -> slice.fill(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> scope.floats(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCallUnderWayDefersTheEnd() {
    Scope scope = new Scope("test");
    Floats f = scope.copyOf(new float[] {3});
    Owner owner = f.region().owner();
    owner.acquire();
    scope.close();
    assertThatThrownBy(owner::acquire).isInstanceOf(IllegalStateException.class);
    assertThat(scope.bytes()).as("not yet freed").isEqualTo(4);
    owner.release();
    assertThat(scope.bytes()).isZero();
  }
}
