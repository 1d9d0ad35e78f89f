package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ArenaTest {
  @Test
  void memoryIsUsedAgain() {
    try (Arena arena = new Arena("test", 1 << 20)) {
      long first;
      try (Scope scope = arena.scope()) {
        first = scope.floats(5_000).region().address();
      }
      assertThat(arena.idleBytes()).isPositive();
      try (Scope scope = arena.scope()) {
        assertThat(scope.floats(4_990).region().address()).isEqualTo(first);
        assertThat(arena.idleBytes()).isZero();
        assertThat(scope.floats(4_990).region().address()).isNotEqualTo(first);
      }
    }
  }

  @Test
  void whatRestsIsBounded() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Arena arena = new Arena("test", 1 << 20)) {
      for (int i = 0; i < 1_000; i++) {
        try (Scope scope = arena.scope()) {
          for (int k = 0; k < 5; k++) {
            scope.floats(random.nextInt(1 << 17));
          }
        }
        assertThat(arena.idleBytes()).as("seed %d", seed).isLessThanOrEqualTo(1 << 20);
      }
    }
  }

  @Test
  void scopesMayOutliveTheArena() {
    Arena arena = new Arena("test", 1 << 20);
    Scope scope = arena.scope();
    Floats f = scope.copyOf(new float[] {1, 2});
    arena.close();
    assertThat(f.toArray()).containsExactly(1, 2);
    assertThatThrownBy(() -> scope.floats(1)).isInstanceOf(IllegalStateException.class);
    scope.close();
    assertThat(arena.idleBytes()).isZero();
  }
}
