package io.github.recurrent4j.spark;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a model so that no text fails a job: a null, a text beyond the limit, and one that the model
 * fails on get null for an answer.
 */
final class CarefulAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(CarefulAnswers.class);

  private CarefulAnswers() {}

  /**
   * Answers texts, of which any may be null.
   *
   * @param maxChars chars of the longest text that is put to the model
   * @return for each text its answer, or null
   */
  static List<Object[]> of(TextModel model, List<String> texts, int maxChars) {
    List<Object[]> answers = new ArrayList<>();
    List<String> asked = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      answers.add(null);
      String text = texts.get(i);
      if (text != null && text.length() <= maxChars) {
        asked.add(text);
        places.add(i);
      }
    }
    if (asked.isEmpty()) {
      return answers;
    }
    List<Object[]> found = together(model, asked);
    for (int k = 0; k < places.size(); k++) {
      answers.set(places.get(k), found.get(k));
    }
    return answers;
  }

  private static List<Object[]> together(TextModel model, List<String> texts) {
    try {
      return model.answers(texts);
    } catch (IllegalStateException e) {
      throw e; // The task was cancelled, or the model is closed: no fault of a text.
    } catch (RuntimeException | StackOverflowError e) {
      if (texts.size() > 1) {
        List<Object[]> answers = new ArrayList<>();
        texts.forEach(text -> answers.addAll(together(model, List.of(text))));
        return answers;
      }
      LOG.warn("no answer for a text of {} characters", texts.get(0).length(), e);
      List<Object[]> none = new ArrayList<>();
      none.add(null);
      return none;
    }
  }
}
