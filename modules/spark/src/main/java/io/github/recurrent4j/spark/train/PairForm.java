package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.vectorization.TextPair;
import java.util.List;

/** A pair of texts: source and target. */
public final class PairForm implements ExampleForm<TextPair> {
  private static final long serialVersionUID = 1;

  @Override
  public List<String> fields(TextPair example) {
    return List.of(example.source(), example.target());
  }

  @Override
  public TextPair of(List<String> fields) {
    return new TextPair(fields.get(0), fields.get(1));
  }
}
