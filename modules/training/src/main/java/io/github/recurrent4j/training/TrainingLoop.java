package io.github.recurrent4j.training;

import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.CommandLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a {@link TrainingTask}: learning-rate schedule, clipping, averaging, validation, early
 * stopping, checkpoints. The model file always holds the best weights so far. After a kill, {@code
 * resume} goes on from the last checkpoint and ends with the same parameters as an unbroken run.
 */
public final class TrainingLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
  private static final int AVERAGE_EVERY = 5;
  private static final int RATE_EVERY = 10;
  private static final double CHECKPOINT_MINUTES = 2;

  private final TrainingTask task;
  private final TrainingSettings settings;
  private final Path out;
  private final Path checkpointFile;
  private final GlobalNormClipping clipping;
  private final Model network;

  private INDArray average;
  private INDArray best;
  private TrainingState state = TrainingState.start();
  private long startNanos;
  private double earlierMinutes;
  private double rate;
  private volatile boolean stopping;
  private Predicate<TrainingState> stop = state -> false;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Prepares training.
   *
   * @param task network and data
   * @param settings how to train
   * @param out the model file; {@code out.checkpoint}, {@code out.json} and {@code out.png} lie
   *     beside it
   */
  public TrainingLoop(TrainingTask task, TrainingSettings settings, Path out) {
    this.task = task;
    this.settings = settings;
    this.out = out;
    this.checkpointFile = sibling(".checkpoint");
    this.network = task.network();
    // A listener only: how a network is trained is no part of its model file.
    this.clipping = new GlobalNormClipping(settings.clipNorm());
    network.addListeners(clipping, new FiniteCheck());
  }

  private Path sibling(String suffix) {
    return out.resolveSibling(out.getFileName() + suffix);
  }

  /** Asks after each validation whether to end training, best figure and curve so far in hand. */
  public TrainingLoop stoppingWhen(Predicate<TrainingState> stop) {
    this.stop = stop;
    return this;
  }

  /**
   * Trains until the epochs or the time are over or validation no longer improves.
   *
   * @param resume go on from the checkpoint, if there is one
   * @return where training ended
   * @throws BadInputException if the loss is not a number any more
   */
  public TrainingState run(boolean resume) {
    if (settings.average() > 0) {
      average = network.params().dup();
    }
    if (resume && Files.exists(checkpointFile)) {
      restore();
    } else if (resume) {
      LOG.info("No checkpoint at {}: training starts anew", checkpointFile);
    }
    Runnable takeBack = CommandLines.onInterrupt(this::stopGently);
    try (Progress progress = new Progress(totalSteps(), state.step())) {
      train(progress);
    } finally {
      ended.countDown();
      takeBack.run();
    }
    return state;
  }

  private long totalSteps() {
    return settings.epochs() * updatesPerEpoch();
  }

  private long updatesPerEpoch() {
    int a = settings.accumulation();
    return (task.batches().perEpoch() + a - 1) / a;
  }

  private void restore() {
    Checkpoint checkpoint = Checkpoint.read(checkpointFile);
    checkpoint.restore(network);
    state = checkpoint.state();
    earlierMinutes = state.minutes();
    average = checkpoint.arrays().getOrDefault("average", average);
    best = checkpoint.arrays().get("best");
    task.batches().seek(state.epoch(), state.position());
    LOG.info("Going on at step {} of {}", state.step(), totalSteps());
  }

  private double minutes() {
    return earlierMinutes + (System.nanoTime() - startNanos) / 60e9;
  }

  private double progressOf(long step) {
    double bySteps = (double) step / totalSteps();
    return Double.isInfinite(settings.maxMinutes())
        ? bySteps
        : Math.max(bySteps, minutes() / settings.maxMinutes());
  }

  private void train(Progress progress) {
    startNanos = System.nanoTime();
    double lastCheckpoint = minutes();
    Meter meter = new Meter();
    boolean over = state.done();
    if (state.position() == 0 && !over) {
      startEpoch();
    }
    while (!over && !stopping) {
      if (state.step() % RATE_EVERY == 0 || state.step() < settings.warmupSteps() || rate == 0) {
        setRate();
      }
      // Whatever is random in a step depends on the step alone: a resumed run repeats it.
      Nd4j.getRandom().setSeed(settings.seed() * 1_000_003 + state.step());
      double loss = update(meter);
      meter.loss(loss);
      boolean epochOver = !task.batches().hasNext();
      state = moved(state, epochOver);
      if (average != null && state.step() % AVERAGE_EVERY == 0) {
        updateAverage();
      }
      progress.step(state.step(), meter, settings.maxMinutes(), minutes());
      boolean budgetOver = minutes() >= settings.maxMinutes() || state.epoch() >= settings.epochs();
      if (evaluationDue(epochOver) || budgetOver) {
        over = evaluate(meter, budgetOver);
        progress.evaluated(state, task.metric());
        meter = new Meter();
        checkpoint(over);
        lastCheckpoint = minutes();
      } else if (minutes() - lastCheckpoint > CHECKPOINT_MINUTES) {
        checkpoint(false);
        lastCheckpoint = minutes();
      }
      if (epochOver && !over) {
        startEpoch();
      }
    }
    if (stopping && !over) {
      checkpoint(false);
      LOG.info("Stopped at step {}: run again with --resume to go on", state.step());
    }
  }

  private void startEpoch() {
    task.batches().seek(state.epoch(), 0);
    task.startEpoch(state.epoch());
    // Layers may begin to learn with an epoch: set their rates anew.
    rate = 0;
  }

  private void setRate() {
    // A multiple of RATE_EVERY steps: a resumed run sets the same rate as an unbroken one.
    long step =
        state.step() < settings.warmupSteps()
            ? state.step()
            : state.step() / RATE_EVERY * RATE_EVERY;
    double next = settings.rate(step, progressOf(step), state.halvings());
    if (next != rate) {
      rate = next;
      int epoch = state.epoch();
      Updates.setLearningRate(network, rate, layer -> task.rateFactor(layer, epoch));
    }
  }

  private double update(Meter meter) {
    TrainingTask.Batches batches = task.batches();
    if (settings.accumulation() == 1) {
      double loss = Updates.fit(network, batches.next());
      meter.tokens(batches.tokens());
      return loss;
    }
    if (!(network instanceof MultiLayerNetwork n)) {
      throw new BadOptionException("--accumulation needs a MultiLayerNetwork");
    }
    List<DataSet> together = new ArrayList<>();
    while (together.size() < settings.accumulation() && batches.hasNext()) {
      together.add((DataSet) batches.next());
      meter.tokens(batches.tokens());
    }
    return Updates.fitTogether(n, together);
  }

  private static TrainingState at(TrainingState s, int epoch, long position, long step) {
    return new TrainingState(
        epoch, position, step, s.minutes(), s.best(), s.bad(), s.halvings(), false, s.history());
  }

  private TrainingState moved(TrainingState s, boolean epochOver) {
    return epochOver
        ? at(s, s.epoch() + 1, 0, s.step() + 1)
        : at(s, s.epoch(), task.batches().position(), s.step() + 1);
  }

  private boolean evaluationDue(boolean epochOver) {
    long per = updatesPerEpoch();
    long every = Math.max(1, per / settings.evaluations());
    long inEpoch = state.step() % per;
    return epochOver || (inEpoch % every == 0 && per - inEpoch >= every / 2);
  }

  private void updateAverage() {
    // A young average follows the weights more closely.
    double decay = Math.min(settings.average(), (1.0 + state.step()) / (10.0 + state.step()));
    double keep = Math.pow(decay, AVERAGE_EVERY);
    INDArray part = network.params().mul(1 - keep);
    average.muli(keep).addi(part);
    part.close();
  }

  /** Stops before an update that would spoil the weights. */
  private final class FiniteCheck extends BaseTrainingListener {
    @Override
    public void onGradientCalculation(Model model) {
      if (Double.isFinite(clipping.lastNorm())) {
        return;
      }
      String where = firstNotFinite(model.paramTable());
      where = where != null ? where : firstNotFinite(model.gradient().gradientForVariable());
      String parameter = where == null ? "the gradient" : "layer " + layer(where);
      throw new BadInputException(
          "not a number in "
              + parameter
              + (where == null ? "" : " (parameter " + where + ")")
              + " at step "
              + state.step()
              + ": use a smaller --learning-rate or --clip-norm; "
              + (best == null ? "no model was good yet" : out + " keeps the last good model"));
    }

    private static String layer(String parameter) {
      return parameter.replaceFirst("_[^_]*$", "");
    }

    private static String firstNotFinite(Map<String, INDArray> arrays) {
      for (Map.Entry<String, INDArray> e : arrays.entrySet()) {
        if (!Double.isFinite(e.getValue().sumNumber().doubleValue())) {
          return e.getKey();
        }
      }
      return null;
    }
  }

  private boolean evaluate(Meter meter, boolean last) {
    INDArray current = null;
    if (average != null) {
      current = network.params().dup();
      network.params().assign(average);
    }
    double figure = task.validate();
    boolean better =
        Double.isNaN(state.best())
            ? !Double.isNaN(figure)
            : task.higherIsBetter() ? figure > state.best() : figure < state.best();
    if (better) {
      best = best == null ? network.params().dup() : best.assign(network.params());
      task.save(out);
    }
    if (current != null) {
      network.params().assign(current);
      current.close();
    }
    List<TrainingState.Point> history = new ArrayList<>(state.history());
    history.add(
        new TrainingState.Point(
            state.step(),
            (double) state.step() / updatesPerEpoch(),
            minutes(),
            rate,
            meter.meanLoss(),
            figure,
            meter.tokensPerSecond()));
    int bad = better ? 0 : state.bad() + 1;
    boolean over = last || (settings.patience() > 0 && bad >= settings.patience());
    state =
        new TrainingState(
            state.epoch(),
            state.position(),
            state.step(),
            minutes(),
            better ? figure : state.best(),
            bad,
            state.halvings() + (better ? 0 : 1),
            over,
            history);
    boolean asked = stop.test(state);
    return over || asked;
  }

  private void checkpoint(boolean over) {
    state =
        new TrainingState(
            state.epoch(),
            state.position(),
            state.step(),
            minutes(),
            state.best(),
            state.bad(),
            state.halvings(),
            over,
            state.history());
    Checkpoint.of(network, state, average, best).write(checkpointFile);
    if (!state.history().isEmpty()) {
      AtomicFile.write(sibling(".json"), stream -> TrainingLog.write(state, settings, stream));
      LearningCurve.write(state.history(), task.metric(), task.higherIsBetter(), sibling(".png"));
    }
  }

  private void stopGently() {
    stopping = true;
    try {
      if (!ended.await(60, TimeUnit.SECONDS)) {
        LOG.warn("The step under way did not end in time; the last checkpoint stays");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
