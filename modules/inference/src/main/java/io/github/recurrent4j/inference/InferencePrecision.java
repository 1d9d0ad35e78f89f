package io.github.recurrent4j.inference;

import io.github.recurrent4j.kernels.Precision;

/** The precision in which models compute that are opened without naming one. */
public final class InferencePrecision {
  /** Name of the system property: {@code f32} (the default), {@code bf16} or {@code auto}. */
  public static final String PROPERTY = "recurrent4j.inference-precision";

  private InferencePrecision() {}

  /** What {@value #PROPERTY} says; float32, so that a model computes alike on every machine. */
  public static Precision standard() {
    return Precision.of(System.getProperty(PROPERTY, Precision.F32.toString()));
  }
}
