package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.translation.Alignment.Link;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stages round a network, with networks that are perfect or wrong in a known way. */
class TextTranslatorTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '\t',
      quoteCharacter = '`',
      value = {
        "Hola mundo.\tHello world.",
        "Perro & gatos.\tDog and cats.",
        "El perro es grande.\tThe dog is big.",
        "Visite https://www.ejemplo.com/ayuda?id=3\tVisit https://www.ejemplo.com/ayuda?id=3",
        "Visite https://ejemplo.com.\tVisit https://ejemplo.com.",
        "Tengo 3,2 % y 1.250 gatos.\tI have 3.2% and 1,250 cats.",
        "Hola {name}, tengo %d gatos.\tHello {name}, I have %d cats.",
        "El lunes es 15/03/2024.\tThe Monday is 15/03/2024.",
        "NO TOCAR LOS CABLES\tNOT TOUCH THE CABLES",
        "CERRADO\tCLOSED",
        "«Hola», dijo.\t“Hello”, said.",
        "Hola mundo 😀\tHello world 😀",
        "😀 Hola mundo\t😀 Hello world",
        "<p>Hola <b>mundo</b></p>\t<p>Hello <b>world</b></p>",
        "El <i>perro grande</i>.\tThe <i>dog big</i>.",
        "- Hola\t- Hello",
        "  Hola.  El perro.  \t  Hello.  The dog.  ",
        "—Hola —dijo.\t—Hello —said.",
        "buenos dias\tgood days",
        "3,2 %\t3.2%",
        "1.234,56 €\t1,234.56 €",
        "1,5 kg\t1.5 kg",
        "3.14\t3.14",
        "Vino Etxeberria.\tCame Etxeberria.",
        "El Sr. Pérez Gil dijo hola al doctor Ruiz.\tMr. Pérez Gil said hello a Dr. Ruiz.",
        "La Dra. Ruiz dijo hola.\tDr. Ruiz said hello.",
        "El perro de la señora García\tThe dog de Mrs. García",
        "Los gatos de la C/ Mayor, 5.\tThe cats de Calle Mayor, 5.",
        "El lunes a las 9 a. m.\tThe Monday a las 9 a.m.",
        "El lunes a las 9 a. m\tThe Monday a las 9 a.m.",
      })
  void aGoodNetworkIsLeftAlone(String spanish, String english) {
    assertThat(new WordForWord().translate(spanish).text()).isEqualTo(english);
  }

  @Test
  void manySentencesAreAskedOnceAndAnsweredLikeOne() {
    WordForWord right = new WordForWord();
    List<TranslationOptions> asked = new ArrayList<>();
    // The best candidate repeats itself, the second does not.
    SentenceNetwork network =
        (sentences, options) -> {
          asked.add(options);
          return right.translate(sentences, options).stream()
              .map(found -> found.get(0))
              .map(t -> List.of(t.with((t.text() + " ").repeat(4).strip(), t.alignment()), t))
              .map(both -> both.subList(0, Math.min(options.nBest(), 2)))
              .toList();
        };
    TextTranslator translator =
        new TextTranslator(right.model, network, Confidence.standard(), TranslationMemory.NONE);
    List<String> texts = List.of("El perro es grande.", "Tengo la casa grande.");
    List<String> alone = new ArrayList<>();
    for (String text : texts) {
      alone.add(best(translator, List.of(text)).get(0));
    }
    assertThat(alone).containsExactly("The dog is big.", "I have the house big.");
    assertThat(asked).hasSize(4);
    asked.clear();
    assertThat(best(translator, texts)).isEqualTo(alone);
    assertThat(asked).hasSize(1).first().extracting(TranslationOptions::nBest).isEqualTo(5);
  }

  /** Networks spell Syria in pieces, and the list of words has no names: it is not invented. */
  @Test
  void countriesAndCitiesAreNoInventedWords() {
    WordForWord network = new WordForWord();
    assertThat(Faults.isInvented("Syria", "", network.model)).isFalse();
    assertThat(Faults.isInvented("Damascus", "", network.model)).isFalse();
    assertThat(Faults.isInvented("Syriandic", "", network.model)).isTrue();
  }

  /** The first text must be asked for again, the second is done before that, the third at once. */
  @Test
  void noTextWaitsForAnother() {
    WordForWord losing = new WordForWord(s -> s.replaceAll("\\d", ""));
    List<String> events = new ArrayList<>();
    SentenceNetwork network =
        (sentences, options) -> {
          events.add("asked");
          return losing.translate(sentences, options);
        };
    TextTranslator translator =
        new TextTranslator(losing.model, network, Confidence.standard(), TranslationMemory.NONE);
    List<String> texts = List.of("Tengo 244890 gatos.", "Tengo la casa grande.", "12 34");
    List<String> answers = new ArrayList<>(List.of("", "", ""));
    translator.nBest(
        texts,
        TranslationOptions.standard(),
        Glossary.NONE,
        (found, place) -> {
          events.add("text " + place);
          answers.set(place, found.get(0).text());
        });
    assertThat(events.subList(0, 3)).containsExactly("text 2", "asked", "text 1");
    assertThat(events.subList(3, events.size() - 1)).isNotEmpty().containsOnly("asked");
    assertThat(events).endsWith("text 0");
    assertThat(answers.get(0)).contains("244890");
    assertThat(answers).isEqualTo(best(translator, texts));
  }

  private static List<String> best(TextTranslator translator, List<String> texts) {
    return translator.nBest(texts, TranslationOptions.standard(), Glossary.NONE).stream()
        .map(found -> found.get(0).text())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"- ", "> ", "1. ", "(a) ", "— ", "[x] ", "# "})
  void marksOfListsMayBeMany(String mark) {
    String marks = mark.repeat(50_000);
    assertThat(new WordForWord().translate(marks + "Hola").text()).isEqualTo(marks + "Hello");
  }

  /** A hundred thousand letters, two hundred thousand marks: nobody looks for words in them. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "a\u0301\u0301", "ab'", "x-", "9.", "<b>"})
  void whatIsLongerThanAnyWordStaysAsItIs(String part) {
    String run = part.repeat(100_000);
    WordForWord network = new WordForWord();
    Translation translation = network.translate("Hola " + run + " mundo.\n" + run + "\nHola");
    assertThat(translation.text()).isEqualTo("Hello " + run + " world.\n" + run + "\nHello");
    assertThat(network.asked).isNotEmpty().allMatch(s -> s.length() < 600);
    Link last = translation.alignment().links().get(translation.alignment().links().size() - 1);
    assertThat(last.sourceFrom()).isEqualTo(14 + 2 * run.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "***",
        "12 34 56",
        "15:30",
        "https://www.example.org/",
        "The dog is big.",
        "漢字",
        "for (int i = 0; i < n; i++) {",
        "😀",
        "\n\n"
      })
  void whatIsNotSpanishComesBackAndCostsNothing(String text) {
    WordForWord network = new WordForWord();
    Translation t = network.translate(text);
    assertThat(t.text()).isEqualTo(text);
    assertThat(t.confidence()).isEqualTo(1);
    assertThat(network.asked).isEmpty();
  }

  @Test
  void aPlainSentenceIsAskedOnce() {
    WordForWord network = new WordForWord();
    network.translate("El perro es grande.");
    assertThat(network.asked).containsExactly("El perro es grande.");
  }

  @Test
  void linesAndParagraphsStay() {
    assertThat(new WordForWord().translate("Hola.\n\nEl perro.\n\nHola mundo.").text())
        .isEqualTo("Hello.\n\nThe dog.\n\nHello world.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hola mundo", "Hola", "El perro es grande", "Tengo 3 gatos"})
  void theFinalStopDoesNotDecide(String text) {
    WordForWord network = new WordForWord();
    assertThat(network.translate(text).text() + ".")
        .isEqualTo(network.translate(text + ".").text());
  }

  /** A network that loses what it should carry: the sentence is translated round it. */
  @Test
  void whatIsLostIsPutBack() {
    WordForWord network = new WordForWord(s -> s.replace("Tom ", "").replace("Mary ", ""));
    assertThat(network.translate("Visite https://ejemplo.com el lunes.").text())
        .isEqualTo("Visit https://ejemplo.com the Monday.");
    WordForWord numbers = new WordForWord(s -> s.replaceAll("\\d", ""));
    assertThat(numbers.translate("Tengo 244890 gatos.").text()).contains("244890");
  }

  @Test
  void numbersAreBroughtIntoForm() {
    WordForWord network = new WordForWord(s -> s.replace("15", "fifteen").replace("1250", "1,250"));
    assertThat(network.translate("Tengo 15 gatos.").text()).isEqualTo("I have 15 cats.");
    assertThat(network.translate("Tengo 1250 gatos.").text()).isEqualTo("I have 1250 cats.");
  }

  @Test
  void namesAreNotRespelled() {
    WordForWord network = new WordForWord(s -> s.replace("Etxeberria", "Echeberya"));
    assertThat(network.translate("Vino Etxeberria.").text()).isEqualTo("Came Etxeberria.");
  }

  @Test
  void loopsAreCut() {
    WordForWord network = new WordForWord(s -> s.replace("dog", "dog dog dog dog"));
    assertThat(network.translate("El perro es grande.").text()).isEqualTo("The dog is big.");
    WordForWord longer = new WordForWord(s -> s + " " + s + " " + s);
    assertThat(Repetition.isIn(longer.translate("El perro es grande y vino.").text(), ""))
        .isFalse();
    assertThat(new WordForWord().translate("Hola hola hola.").text())
        .isEqualTo("Hello hello hello.");
  }

  @Test
  void repetitionIsMeasuredAgainstTheSource() {
    assertThat(Repetition.isIn("cat cat cat", "ensalada")).isTrue();
    assertThat(Repetition.isIn("salad salad", "ensalada ensalada")).isFalse();
    assertThat(Repetition.isIn("a b c d a b c", "x")).isTrue();
    assertThat(Repetition.cut("one two three four one two three five", "x"))
        .isEqualTo("one two three four");
    assertThat(Repetition.cut("cat cat cat.", "gato")).isEqualTo("cat.");
  }

  @Test
  void glossaryTermsAreTaken() {
    Glossary glossary = Glossary.of(Map.of("contrato", "agreement", "Casa Grande", ""));
    WordForWord network = new WordForWord();
    assertThat(network.translate("El contrato es grande.", glossary).text())
        .isEqualTo("The agreement is big.");
    assertThat(network.translate("Tengo un contrato.", glossary).text())
        .isEqualTo("I have an agreement.");
    assertThat(network.translate("Visite Casa Grande.", glossary).text())
        .isEqualTo("Visit Casa Grande.");
    assertThat(network.translate("El perro.", glossary).text()).isEqualTo("The dog.");
  }

  @Test
  void glossariesAreRead() throws IOException {
    Path file = folder.resolve("terms.tsv");
    Files.writeString(file, "# terms\ncontrato\tagreement\n\nRecurrent4j\n");
    Glossary glossary = Glossary.read(file);
    assertThat(glossary.size()).isEqualTo(2);
    assertThat(glossary.find("El CONTRATO de Recurrent4j y contratos"))
        .containsExactly(
            new Glossary.Hit(3, 11, "agreement"), new Glossary.Hit(15, 26, "Recurrent4j"));
    Files.writeString(file, "a\tb\tc\n");
    assertThatThrownBy(() -> Glossary.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 1: a text, a tab and its translation are needed");
    Files.writeString(file, "a\tb\t\n\tb\n");
    assertThatThrownBy(() -> Glossary.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2: a text");
  }

  @Test
  void alignmentCountsInTheOriginal() {
    String source = "Ho\u00ADla, el perro.\nHola mundo.";
    Translation t = new WordForWord().translate(source);
    assertThat(t.text()).isEqualTo("Hello, the dog.\nHello world.");
    assertThat(t.alignment().links())
        .contains(new Link(0, 5, 0, 5), new Link(10, 15, 11, 14), new Link(22, 27, 22, 27));
    assertThat(t.alignment().target(10, 15)).containsExactly(11, 14);
    assertThat(t.alignment().point(9, t.text().length())).isEqualTo(10);
  }

  @Test
  void confidenceIsLowWhereThingsAreWrong() {
    double good = new WordForWord().translate("El perro es grande.").confidence();
    double bad =
        new WordForWord(s -> s.replace("big", "big big big"))
            .translate("El perro es grande.")
            .confidence();
    assertThat(good).isBetween(0.0, 1.0);
    assertThat(bad).isBetween(0.0, good);
  }

  @Test
  void confidenceIsFittedToWhatWasReached() {
    List<double[]> features = new java.util.ArrayList<>();
    double[] reached = new double[400];
    for (int i = 0; i < 400; i++) {
      double mean = -(i % 40) / 10.0;
      features.add(new double[] {1, mean, 1, 0, 1.5, 0, 1.5 * mean});
      reached[i] = 1 / (1 + Math.exp(-(1 + mean)));
    }
    Confidence fitted = Confidence.fromText(Confidence.fit(features, reached).toText());
    for (int i = 0; i < 40; i++) {
      assertThat(fitted.of(features.get(i)))
          .isCloseTo(reached[i], org.assertj.core.data.Offset.offset(0.03));
    }
    assertThatThrownBy(() -> Confidence.fromText("recurrent4j-confidence 1\nx"))
        .isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @CsvSource({
    // What was invented, and what stands there in the end.
    "El perro y la autopista., autopista, carpist, The dog and the motorway.",
    "El perro es un águila., águila, aguilen, The dog is an eagle.",
    "La casa y los tiburones., tiburones, tibos, The house and the sharks.",
    // A part of it stands there.
    "El perro y el gasoducto., gasoducto, gas pipelo, The dog and the gas pipeline.",
    "El perro y la mochila., mochila, backpack mochilo, The dog and the backpack.",
    // What is left as it is.
    "El perro y la zanja., zanja, zanja, The dog and the ditch.",
    "Visite http://zanja.es y la zanja., x, x, Visit http://zanja.es and the zanja.",
    // No invention.
    "El perro y la autopista., autopista, hasn't, The dog and the hasn't.",
    // Nobody knows what it means.
    "La casa y el xqzt., xqzt, xqztle, The house and the xqztle.",
    // A name is not an invented word.
    "La casa y el Mochila., Mochila, Moshilen, The house and the Moshilen.",
  })
  void inventedWordsGiveWayToWhatTheLexiconHas(
      String spanish, String word, String invented, String english) {
    WordForWord network = new WordForWord(text -> text.replace(word, invented));
    assertThat(network.translate(spanish).text()).isEqualTo(english);
  }

  @Test
  void inventedSpanishWordsGiveWay() {
    WordForWord network =
        new WordForWord(LanguagePair.EN_ES, text -> text.replace("backpack", "paquebaca"));
    assertThat(network.translate("The dog is a backpack.").text())
        .isEqualTo("El perro es un mochila.");
  }

  @Test
  void aWordAloneThatTheMemoryLacksIsTheLexicons() {
    WordForWord network = new WordForWord();
    TranslationMemory memory = TranslationMemory.of(Map.of("mochila", "rucksack"));
    for (String[] pair :
        new String[][] {
          {"Mochila", "Rucksack"}, {"¿Mochilas?", "Backpacks?"}, {"«autopista»", "“motorway”"}
        }) {
      assertThat(network.nBest(pair[0], Glossary.NONE, memory, 1).get(0).text()).isEqualTo(pair[1]);
    }
    assertThat(network.asked).isEmpty();
    network.translate("Autopista");
    assertThat(network.asked).isNotEmpty();
  }
}
