package io.github.recurrent4j.training;

import java.util.Locale;

/** What recurrent layers and large products compute in. */
public enum Precision {
  /** float32 everywhere. */
  F32,
  /** bf16 if the processor can compute in it at all, else float32 and a warning. */
  BF16,
  /** bf16 on processors that have instructions for it, else float32. */
  AUTO;

  /** The value of the engine's system properties. */
  String property() {
    return name().toLowerCase(Locale.ROOT);
  }
}
