package example;

import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.Sentiment;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translation;
import io.github.recurrent4j.translation.Translator;
import java.util.List;

/** Reads Spanish messages: what they say in English, and how their writers feel. */
public final class Inbox implements AutoCloseable {
  private final Translator translator = Translator.pretrained();
  private final SentimentClassifier sentiment = SentimentClassifier.pretrained(Language.ES);

  /** Messages in English, in order. */
  public List<Translation> english(List<String> messages) {
    return messages.stream().map(translator::translate).toList();
  }

  /** Whether a message is more likely negative than positive. */
  public boolean isComplaint(String message) {
    Sentiment s = sentiment.classify(message);
    return s.probabilities()[0] > s.probabilities()[2];
  }

  @Override
  public void close() {
    translator.close();
    sentiment.close();
  }
}
