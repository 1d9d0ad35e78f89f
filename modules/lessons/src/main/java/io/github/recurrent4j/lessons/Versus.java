package io.github.recurrent4j.lessons;

import io.github.recurrent4j.search.Generators;
import io.github.recurrent4j.search.Search;
import io.github.recurrent4j.search.SearchSettings;
import io.github.recurrent4j.search.SearchedApp;
import io.github.recurrent4j.search.SearchedData;
import io.github.recurrent4j.search.Setting;
import io.github.recurrent4j.search.SettingSpace;
import io.github.recurrent4j.search.Trial;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/**
 * Values of one option against each other, all else equal: the same time or the same epochs, the
 * same number of parameters if wanted, several seeds. The values take turns, so that a slow hour of
 * the machine meets all of them.
 */
public final class Versus {
  private final SearchedApp app;
  private final SearchedData data;
  private final Map<String, Object> base;
  private final String option;
  private final Path folder;
  private TrainingListener trainings = TrainingListener.NONE;

  /**
   * A comparison.
   *
   * @param data the app and its data
   * @param base settings that all models share, by name
   * @param option the option that differs, such as {@code cell}
   * @param folder where each value's trials are kept; a comparison in a folder that has some goes
   *     on after them
   */
  public Versus(SearchedData data, Map<String, ?> base, String option, Path folder) {
    this.app = data.app();
    this.data = data;
    this.base = new LinkedHashMap<>(base);
    this.option = option;
    this.folder = folder;
  }

  /** Tells a listener of each model's training, too. */
  public Versus watchedBy(TrainingListener listener) {
    trainings = listener;
    return this;
  }

  /**
   * A value of the option, with the size that goes with it.
   *
   * @param name the value
   * @param setting all options but the seed
   * @param parameters parameters of the network
   */
  public record Variant(String name, Setting setting, long parameters) {}

  /** The values, with the options' sizes as they are. */
  public List<Variant> asTheyAre(List<String> values) {
    DataSource source = data.open();
    return values.stream().map(value -> variant(value, base, source)).toList();
  }

  /**
   * The values, each with the hidden size at which it has about as many parameters as the first.
   *
   * @param hidden hidden size of the first
   */
  public List<Variant> ofOneSize(List<String> values, int hidden) {
    DataSource source = data.open();
    List<Variant> all = new ArrayList<>();
    for (String value : values) {
      int size =
          all.isEmpty()
              ? hidden
              : SameSize.hidden(
                  h -> variant(value, sized(h), source).parameters(), all.get(0).parameters());
      all.add(variant(value, sized(size), source));
    }
    return all;
  }

  /** The encoder of a translator reads in two directions: each has half of the decoder's size. */
  private Map<String, Object> sized(int hidden) {
    Map<String, Object> sized = new LinkedHashMap<>(base);
    sized.put("hidden", hidden);
    if (app.name().equals("translation")) {
      sized.put("encoder-hidden", (hidden + 1) / 2);
    }
    return sized;
  }

  private Variant variant(String value, Map<String, Object> values, DataSource source) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put(option, value);
    Setting setting = new Setting(all);
    return new Variant(value, setting, app.parameters(setting, source));
  }

  /**
   * Trains all of them.
   *
   * @param seeds seeds, from 1
   * @param minutes time of each model; 0 if the base says how many epochs
   * @param listener told of each model as it ends
   * @return the trials of each value, in the order of seeds
   */
  public Map<Variant, List<Trial>> run(
      List<Variant> variants, int seeds, double minutes, Consumer<Trial> listener) {
    Map<Variant, List<Trial>> trials = new LinkedHashMap<>();
    for (int n = 1; n <= seeds; n++) {
      int count = n;
      for (Variant variant : variants) {
        Map<String, Object> values = new LinkedHashMap<>(variant.setting().values());
        values.put("seed", IntStream.rangeClosed(1, seeds).boxed().toList());
        SearchSettings settings =
            SearchSettings.standard()
                .with(
                    s ->
                        s.generator(Generators.GRID)
                            .candidateMinutes(minutes)
                            .candidates(count)
                            .medianRule(false));
        Search search =
            new Search(data, SettingSpace.of(values), settings, folder.resolve(variant.name()))
                .watchedBy(trainings);
        List<Trial> all = search.run(listener);
        if (all.size() < n || all.get(n - 1).status() == Trial.Status.FAILED) {
          String why = all.size() < n ? "no trial" : all.get(n - 1).why();
          throw new BadInputException("--" + option + "=" + variant.name() + " failed: " + why);
        }
        trials.put(variant, all);
      }
    }
    return trials;
  }
}
