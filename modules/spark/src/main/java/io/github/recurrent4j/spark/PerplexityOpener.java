package io.github.recurrent4j.spark;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.Score;
import java.nio.file.Path;
import java.util.List;

/** Opens language models. */
record PerplexityOpener(Precision precision) implements ModelOpener {
  @Override
  public String app() {
    return "language-model";
  }

  @Override
  public TextModel open(Path file) {
    return new Model(LanguageModel.load(file, precision));
  }

  private record Model(LanguageModel model) implements TextModel {
    @Override
    public List<Object[]> answers(List<String> texts) {
      return model.scoreLines(texts).stream().map(Model::perplexity).toList();
    }

    /** Of a text in which nothing is predicted there is none. */
    private static Object[] perplexity(Score score) {
      return new Object[] {score.tokens() == 0 ? null : (Object) score.perplexity()};
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
