package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_primitive_cache_capacity;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class OneDnnTest {
  @Test
  void theLibraryKeepsFewPrimitives() {
    assumeTrue(OneDnn.isAvailable());
    int[] capacity = new int[1];
    assertThat(dnnl_get_primitive_cache_capacity(capacity)).isZero();
    String wanted =
        System.getenv()
            .getOrDefault(
                "ONEDNN_PRIMITIVE_CACHE_CAPACITY",
                System.getenv()
                    .getOrDefault(
                        "DNNL_PRIMITIVE_CACHE_CAPACITY", Integer.toString(OneDnn.PRIMITIVES)));
    assertThat(capacity[0]).isEqualTo(Integer.parseInt(wanted));
  }
}
