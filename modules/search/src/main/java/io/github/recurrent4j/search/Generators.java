package io.github.recurrent4j.search;

import java.util.Map;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.ChromosomeFactory;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.UniformCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;
import org.deeplearning4j.arbiter.optimize.generator.genetic.culling.LeastFitCullOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.EmptyPopulationInitializer;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;

/** How candidates are chosen. */
public enum Generators {
  /** Each for itself, at random. */
  RANDOM,
  /** All combinations of evenly spaced values. */
  GRID,
  /** Children of the best so far, mutated; at random until there are enough parents. */
  GENETIC;

  private static final int POPULATION = 12;
  private static final double MUTATION = 0.15;

  CandidateGenerator over(SettingSpace space, ScoreFunction score, int gridValues, long seed) {
    return switch (this) {
      case RANDOM -> new RandomSearchGenerator(space, Map.of());
      case GRID ->
          new GridSearchCandidateGenerator(
              space, gridValues, GridSearchCandidateGenerator.Mode.Sequential, Map.of());
      case GENETIC -> genetic(space, score, seed);
    };
  }

  /** Arbiter's genetic search, with every random choice taken from one seed. */
  private static CandidateGenerator genetic(SettingSpace space, ScoreFunction score, long seed) {
    RandomGenerator random = new JDKRandomGenerator();
    random.setSeed(seed);
    return new GeneticSearchCandidateGenerator.Builder(space, score)
        .chromosomeFactory(new ChromosomeFactory())
        .populationModel(
            new PopulationModel.Builder()
                .populationInitializer(new EmptyPopulationInitializer())
                .populationSize(POPULATION)
                .cullOperator(new LeastFitCullOperator())
                .build())
        .selectionOperator(
            new GeneticSelectionOperator.Builder()
                .randomGenerator(random)
                .crossoverOperator(
                    new UniformCrossover.Builder()
                        .randomGenerator(random)
                        .parentSelection(new RandomTwoParentSelection(random))
                        .build())
                .mutationOperator(
                    new RandomMutationOperator.Builder()
                        .randomGenerator(random)
                        .mutationRate(MUTATION)
                        .build())
                .build())
        .build();
  }
}
