package example;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentData;
import io.github.recurrent4j.sentiment.SentimentRegime;
import io.github.recurrent4j.sentiment.SentimentShape;
import io.github.recurrent4j.sentiment.SentimentTrainer;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.translation.TranslationData;
import io.github.recurrent4j.translation.TranslationRegime;
import io.github.recurrent4j.translation.TranslationShape;
import io.github.recurrent4j.translation.TranslationTrainer;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.LabelledText;
import java.nio.file.Path;
import java.util.List;

/** Trains a small model of each kind inside an application: a shape, a regime, data, a file. */
public final class Trainings {
  private Trainings() {}

  /** A character model of a text. */
  public static LanguageModel languageModel(Path text, Path file) {
    LanguageModelShape shape = LanguageModelShape.standard().withLayers(1).withHidden(64);
    LanguageModelRegime regime = LanguageModelRegime.standard().training(t -> t.withEpochs(2));
    return LanguageModelTrainer.train(
        shape, regime, LanguageModelData.of(text), Output.to(file), TrainingListener.NONE);
  }

  /** A classifier of labelled texts, a tenth of which are held out for validation. */
  public static SentimentClassifier classifier(List<LabelledText> texts, Path file) {
    SentimentShape shape = SentimentShape.standard().withHidden(24).withVocabulary(900);
    SentimentRegime regime = SentimentRegime.standard().training(t -> t.withEpochs(2));
    return SentimentTrainer.train(
        shape, regime, SentimentData.of(texts, List.of()), Output.to(file), TrainingListener.NONE);
  }

  /** A translator of pairs with tabs between them. */
  public static Translator translator(Path pairs, Path file) {
    TranslationShape shape = TranslationShape.standard().withEncoderHidden(16).withHidden(32);
    TranslationRegime regime = TranslationRegime.standard().training(t -> t.withEpochs(1));
    TranslationData data = TranslationData.read(pairs, shape.columns());
    return TranslationTrainer.train(shape, regime, data, Output.to(file), TrainingListener.NONE);
  }
}
