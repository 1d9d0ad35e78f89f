package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.vectorization.LabelledText;
import java.util.List;

/** A labelled text: the text, and the number of its class. */
public final class LabelledForm implements ExampleForm<LabelledText> {
  private static final long serialVersionUID = 1;

  @Override
  public List<String> fields(LabelledText example) {
    return List.of(example.text(), Integer.toString(example.label()));
  }

  @Override
  public LabelledText of(List<String> fields) {
    return new LabelledText(fields.get(0), Integer.parseInt(fields.get(1)));
  }
}
