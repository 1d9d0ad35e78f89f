package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.SentencePlan.Model;
import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A network that puts word for word, attends to the right word, and can be made to err. */
public final class WordForWord implements SentenceNetwork {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("hola", "hello"),
          Map.entry("mundo", "world"),
          Map.entry("el", "the"),
          Map.entry("la", "the"),
          Map.entry("un", "a"),
          Map.entry("perro", "dog"),
          Map.entry("casa", "house"),
          Map.entry("libro", "book"),
          Map.entry("contrato", "contract"),
          Map.entry("tengo", "I have"),
          Map.entry("visite", "visit"),
          Map.entry("lunes", "Monday"),
          Map.entry("es", "is"),
          Map.entry("grande", "big"),
          Map.entry("cerrado", "closed"),
          Map.entry("no", "not"),
          Map.entry("tocar", "touch"),
          Map.entry("cables", "cables"),
          Map.entry("los", "the"),
          Map.entry("gatos", "cats"),
          Map.entry("personas", "people"),
          Map.entry("vino", "came"),
          Map.entry("dijo", "said"),
          Map.entry("días", "days"),
          Map.entry("buenos", "good"),
          Map.entry("y", "and"));

  private static final Map<String, String> ENGLISH =
      Map.ofEntries(
          Map.entry("hello", "hola"),
          Map.entry("world", "mundo"),
          Map.entry("the", "el"),
          Map.entry("a", "un"),
          Map.entry("i", "yo"),
          Map.entry("am", "estoy"),
          Map.entry("where", "dónde"),
          Map.entry("dog", "perro"),
          Map.entry("cats", "gatos"),
          Map.entry("book", "libro"),
          Map.entry("contract", "contrato"),
          Map.entry("costs", "cuesta"),
          Map.entry("have", "tengo"),
          Map.entry("and", "y"),
          Map.entry("is", "es"),
          Map.entry("big", "grande"),
          Map.entry("visit", "visite"),
          Map.entry("said", "dijo"),
          Map.entry("monday", "lunes"),
          Map.entry("closed", "cerrado"),
          Map.entry("friend", "amigo"),
          Map.entry("version", "versión"));

  private final Map<String, String> words;
  final TextCodec codec;
  final Model model;

  /** All that the network was asked. */
  public final List<String> asked = new ArrayList<>();

  private final UnaryOperator<String> error;

  /** A network without fault. */
  public WordForWord() {
    this(text -> text);
  }

  /** A network with a fault that is done to its output. */
  WordForWord(UnaryOperator<String> error) {
    this(LanguagePair.ES_EN, error);
  }

  /** A network of either direction, with a fault. */
  WordForWord(LanguagePair pair, UnaryOperator<String> error) {
    this.error = error;
    this.words = pair == LanguagePair.ES_EN ? WORDS : ENGLISH;
    List<String> texts = new ArrayList<>(words.keySet());
    texts.addAll(words.values());
    codec = BytePairEncoding.learn(texts, 500, 1);
    model = new Model(pair, codec, codec, new Carriers(codec, codec, pair));
  }

  @Override
  public List<List<Translation>> translate(List<String> sentences, TranslationOptions options) {
    asked.addAll(sentences);
    return sentences.stream().map(s -> List.of(one(s))).toList();
  }

  private Translation one(String sentence) {
    List<String> out = new ArrayList<>();
    List<Integer> sourceOf = new ArrayList<>();
    String[] words = sentence.split(" ", -1);
    for (int w = 0; w < words.length; w++) {
      for (String word : translated(words[w]).split(" ", -1)) {
        out.add(word);
        sourceOf.add(w);
      }
    }
    String text = String.join(" ", out);
    String wrong = error.apply(text);
    int[] source = codec.encode(sentence);
    int[] target = codec.encode(wrong);
    float[][] attention = new float[target.length][source.length];
    int word = -1;
    for (int t = 0; t < target.length; t++) {
      word += word < 0 || codec.startsWord(target[t]) ? 1 : 0;
      int from = wrong.equals(text) ? sourceOf.get(word) : Math.min(word, words.length - 1);
      attend(attention[t], source, from);
    }
    return new Translation(wrong, -0.3, tokens(source), tokens(target), attention);
  }

  private void attend(float[] weights, int[] source, int wanted) {
    int word = -1;
    int count = 0;
    for (int pass = 0; pass < 2; pass++) {
      word = -1;
      for (int s = 0; s < source.length; s++) {
        word += word < 0 || codec.startsWord(source[s]) ? 1 : 0;
        if (word == wanted) {
          count += pass == 0 ? 1 : 0;
          weights[s] = pass == 0 ? 0 : 1f / count;
        }
      }
    }
  }

  private String translated(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && !Character.isLetter(word.charAt(from))) {
      from++;
    }
    while (to > from && !Character.isLetter(word.charAt(to - 1))) {
      to--;
    }
    String core = word.substring(from, to);
    String known = words.get(core.toLowerCase(java.util.Locale.ROOT));
    String before = word.substring(0, from).replace("¿", "").replace("¡", "");
    if (known == null) {
      return before + core + word.substring(to);
    }
    boolean capital = Character.isUpperCase(core.charAt(0));
    String shown = capital ? Character.toUpperCase(known.charAt(0)) + known.substring(1) : known;
    return before + shown + word.substring(to);
  }

  private List<String> tokens(int[] ids) {
    return Arrays.stream(ids).mapToObj(id -> codec.vocabulary().token(id)).toList();
  }

  /** What the stages make of a text with this network. */
  public Translation translate(String text) {
    return translate(text, Glossary.NONE);
  }

  /** The same with a glossary. */
  Translation translate(String text, Glossary glossary) {
    return nBest(text, glossary, TranslationMemory.NONE, 1).get(0);
  }

  /** The best translations with a memory. */
  List<Translation> nBest(String text, Glossary glossary, TranslationMemory memory, int count) {
    return new TextTranslator(model, this, Confidence.standard(), memory)
        .nBest(List.of(text), TranslationOptions.standard().withNBest(count), glossary)
        .get(0);
  }
}
