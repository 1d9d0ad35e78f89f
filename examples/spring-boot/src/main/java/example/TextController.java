package example;

import io.github.recurrent4j.sentiment.Sentiment;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translation;
import io.github.recurrent4j.translation.Translator;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Two of the starter's beans, which open their models at the first request. */
@RestController
class TextController {
  private final ObjectProvider<Translator> translator;
  private final ObjectProvider<SentimentClassifier> classifier;

  TextController(
      ObjectProvider<Translator> translator, ObjectProvider<SentimentClassifier> classifier) {
    this.translator = translator;
    this.classifier = classifier;
  }

  @GetMapping("/english")
  Map<String, Object> english(@RequestParam String text) {
    Translation translation = translator.getObject().translate(text);
    return Map.of("text", translation.text(), "confidence", translation.confidence());
  }

  @GetMapping("/sentiment")
  Map<String, Object> sentiment(@RequestParam String text) {
    Sentiment found = classifier.getObject().classify(text);
    return Map.of("label", found.name(), "probabilities", found.probabilities());
  }
}
