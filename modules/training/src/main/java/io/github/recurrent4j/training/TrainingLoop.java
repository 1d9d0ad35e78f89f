package io.github.recurrent4j.training;

import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.layers.TrainingPrecision;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
public final class TrainingLoop implements TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
  private static final int RATE_EVERY = 10;
  private static final double CHECKPOINT_MINUTES = 2;
  private static final int WARMUP_PART = 10;
  private static final int LEAST_UPDATES = 500;

  private final TrainingTask task;
  private final TrainingSettings settings;
  private final Output out;
  private final TrainingListener listener;
  private final Optional<Rounds> rounds;

  /** Updates that a step stands for: what settings count in updates is measured by it. */
  private final int perStep;

  private final Path checkpointFile;
  private final GlobalNormClipping clipping;
  private final Model network;
  private final WeightAverage average;

  private INDArray best;
  private TrainingState state = TrainingState.start();
  private long startNanos;
  private double earlierMinutes;
  private double rate;
  private boolean trainedBefore;
  private volatile boolean stopping;

  /**
   * Prepares training.
   *
   * @param task network and data
   * @param settings how to train
   * @param out where the model goes; a checkpoint, a log and a learning curve lie beside it
   * @param listener told of what happens
   */
  public TrainingLoop(
      TrainingTask task, TrainingSettings settings, Output out, TrainingListener listener) {
    this.task = task;
    this.out = out;
    this.listener = listener;
    this.rounds = listener.rounds();
    BadOptionException.require(
        rounds.isEmpty() || settings.accumulation() == 1,
        "--accumulation is for one machine: leave it out");
    this.perStep = rounds.map(r -> r.size(task.network())).orElse(1);
    this.settings = settings.withWarmup(warmup(task, settings));
    this.checkpointFile = out.sibling(".checkpoint");
    this.network = task.network();
    this.average = new WeightAverage(this.settings, task.higherIsBetter(), perStep);
    TrainingPrecision.apply(network, settings.precision());
    // A listener only: how a network is trained is no part of its model file.
    this.clipping =
        new GlobalNormClipping(
            settings.clipNorm() > 0 ? settings.clipNorm() : Double.POSITIVE_INFINITY);
    network.addListeners(clipping, new FiniteCheck());
  }

  /**
   * Says whether the network was trained before: then it is validated and written before the first
   * update, and what is written later is better.
   */
  public TrainingLoop trainedBefore(boolean was) {
    trainedBefore = was;
    return this;
  }

  /** Of few updates at most a tenth are warm-up. */
  private int warmup(TrainingTask task, TrainingSettings settings) {
    long updates = (long) settings.epochs() * updatesPerEpoch(task, settings);
    int steps = (settings.warmup() + perStep - 1) / perStep;
    return (int) Math.min(steps, updates / WARMUP_PART);
  }

  private long updatesPerEpoch(TrainingTask task, TrainingSettings settings) {
    int a = rounds.isPresent() ? perStep : settings.accumulation();
    return (task.batches().perEpoch() + a - 1) / a;
  }

  private RunIdentity identity() {
    Map<String, String> all = new LinkedHashMap<>(task.settings());
    all.putAll(Settings.of(TrainingSettings.class).texts(settings));
    return new RunIdentity(task.data(), all);
  }

  @Override
  public TrainingSettings settings() {
    return settings;
  }

  @Override
  public Model network() {
    return network;
  }

  @Override
  public String metric() {
    return task.metric();
  }

  @Override
  public long step() {
    return state.step();
  }

  @Override
  public void stop() {
    stopping = true;
  }

  /**
   * Trains until the epochs or the time are over, validation no longer improves, {@link #stop} is
   * called or the thread is interrupted.
   *
   * @return where training ended
   * @throws BadInputException if the loss is not a number any more
   */
  public TrainingState run() {
    boolean resume = out.existing() == Output.Existing.RESUME;
    average.start(network);
    if (resume && Files.exists(checkpointFile)) {
      restore();
    } else if (resume) {
      LOG.info("No checkpoint at {}: training starts anew", checkpointFile);
    }
    listener.started(this);
    try {
      train();
    } finally {
      rounds.ifPresent(Rounds::ended);
      listener.ended(state);
    }
    return state;
  }

  @Override
  public long totalSteps() {
    return settings.epochs() * updatesPerEpoch();
  }

  private long updatesPerEpoch() {
    return updatesPerEpoch(task, settings);
  }

  private void restore() {
    Checkpoint checkpoint = Checkpoint.read(checkpointFile, network);
    if (checkpoint.run() != null) {
      checkpoint
          .run()
          .differences(identity())
          .forEach(difference -> LOG.info("Going on although {}", difference));
    }
    checkpoint.restore(network);
    state = checkpoint.state();
    earlierMinutes = state.minutes();
    average.restore(checkpoint.arrays().get("average"), state.history());
    best = checkpoint.arrays().get("best");
    task.batches().seek(state.epoch(), state.position());
    LOG.info("Going on at step {} of {}", state.step(), totalSteps());
  }

  private double minutes() {
    return earlierMinutes + (System.nanoTime() - startNanos) / 60e9;
  }

  private double progressOf(long step) {
    double bySteps = (double) step / totalSteps();
    return settings.maxMinutes() > 0
        ? Math.max(bySteps, minutes() / settings.maxMinutes())
        : bySteps;
  }

  private void train() {
    startNanos = System.nanoTime();
    double lastCheckpoint = minutes();
    Meter meter = new Meter();
    // A run that had come to its end goes on where there are more epochs or more time now.
    boolean over = state.done() && (budgetOver() || outOfPatience());
    if (state.position() == 0 && !over) {
      startEpoch();
    }
    if (trainedBefore && state.step() == 0) {
      keepStart();
    }
    while (!over && !stopping && !Thread.currentThread().isInterrupted()) {
      if (state.step() % rateEvery() == 0 || state.step() < settings.warmup() || rate == 0) {
        setRate();
      }
      // Whatever is random in a step depends on the step alone: a resumed run repeats it.
      Nd4j.getRandom().setSeed(settings.seed() * 1_000_003 + state.step());
      double loss = update(meter);
      meter.loss(loss);
      boolean epochOver = !task.batches().hasNext();
      state = moved(state, epochOver);
      average.stepped(network, state.step());
      listener.stepped(
          new TrainingListener.Step(
              state.step(), meter.meanLoss(), meter.tokensPerSecond(), minutes()));
      boolean last = budgetOver();
      if (evaluationDue(epochOver) || last) {
        over = evaluate(meter, last);
        listener.validated(state);
        checkpoint(over);
        lastCheckpoint = minutes();
        // Speed is that of updates alone.
        meter = new Meter();
      } else if (minutes() - lastCheckpoint > CHECKPOINT_MINUTES) {
        checkpoint(false);
        lastCheckpoint = minutes();
      }
      if (epochOver && !over) {
        startEpoch();
      }
    }
    if (!over) {
      checkpoint(false);
      LOG.info("Stopped at step {}: run again with --resume to go on", state.step());
    }
  }

  /** A network that was trained before is the one to beat. */
  private void keepStart() {
    double figure = task.validate();
    LOG.info(
        "{} before the first update: {}",
        task.metric(),
        String.format(Locale.ROOT, "%.4f", figure));
    best = network.params().dup();
    task.save(out.file());
    state = state.with(s -> s.best(figure));
  }

  private boolean budgetOver() {
    boolean timeOver = settings.maxMinutes() > 0 && minutes() >= settings.maxMinutes();
    return timeOver || state.epoch() >= settings.epochs();
  }

  /** Whether validation no longer improves; of small data it needs more than a few validations. */
  private boolean outOfPatience() {
    if (settings.patience() == 0 || state.bad() < settings.patience()) {
      return false;
    }
    int best = state.history().size() - 1 - state.bad();
    return best < 0 || state.step() - state.history().get(best).step() >= LEAST_UPDATES;
  }

  private void startEpoch() {
    task.batches().seek(state.epoch(), 0);
    task.startEpoch(state.epoch());
    // Layers may begin to learn with an epoch: set their rates anew.
    rate = 0;
  }

  private int rateEvery() {
    return Math.max(1, RATE_EVERY / perStep);
  }

  private void setRate() {
    // A multiple of so many steps: a resumed run sets the same rate as an unbroken one.
    long every = rateEvery();
    long step = state.step() < settings.warmup() ? state.step() : state.step() / every * every;
    double next = settings.rate(step, progressOf(step), state.halvings());
    if (next != rate) {
      rate = next;
      int epoch = state.epoch();
      Updates.setLearningRate(network, rate, layer -> task.rateFactor(layer, epoch));
    }
  }

  private double update(Meter meter) {
    if (rounds.isPresent()) {
      return rounds.get().fit(this, next(perStep, meter));
    }
    if (settings.accumulation() == 1) {
      return Updates.fit(network, next(1, meter).get(0));
    }
    if (!(network instanceof MultiLayerNetwork n)) {
      throw new BadOptionException("--accumulation needs a MultiLayerNetwork");
    }
    return Updates.fitTogether(
        n, next(settings.accumulation(), meter).stream().map(DataSet.class::cast).toList());
  }

  /** So many minibatches, or what is left of the epoch. */
  private List<Object> next(int most, Meter meter) {
    TrainingTask.Batches batches = task.batches();
    List<Object> some = new ArrayList<>();
    while (some.size() < most && batches.hasNext()) {
      some.add(batches.next());
      meter.tokens(batches.tokens());
    }
    return some;
  }

  private TrainingState moved(TrainingState s, boolean epochOver) {
    return s.with(
        next ->
            next.epoch(epochOver ? s.epoch() + 1 : s.epoch())
                .position(epochOver ? 0 : task.batches().position())
                .step(s.step() + 1)
                .done(false));
  }

  private boolean evaluationDue(boolean epochOver) {
    long per = updatesPerEpoch();
    long every = Math.max(1, per / settings.evaluations());
    long inEpoch = state.step() % per;
    return epochOver || (inEpoch % every == 0 && per - inEpoch >= every / 2);
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
              + (best == null
                  ? "no model was good yet"
                  : out.file() + " keeps the last good model"));
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
    if (average.values() != null) {
      current = network.params().dup();
      network.params().assign(average.values());
    }
    double figure = task.validate();
    boolean better =
        Double.isNaN(state.best())
            ? !Double.isNaN(figure)
            : task.higherIsBetter() ? figure > state.best() : figure < state.best();
    if (better) {
      best = best == null ? network.params().dup() : best.assign(network.params());
      task.save(out.file());
    }
    if (current != null) {
      network.params().assign(current);
      current.close();
    }
    List<TrainingState.Point> history = new ArrayList<>(state.history());
    history.add(
        TrainingStatePointBuilder.builder()
            .step(state.step())
            .epoch((double) state.step() / updatesPerEpoch())
            .minutes(minutes())
            .learningRate(rate)
            .trainLoss(meter.meanLoss())
            .validation(figure)
            .tokensPerSecond(meter.tokensPerSecond())
            .build());
    state =
        state.with(
            s -> {
              s.minutes(minutes()).bad(better ? 0 : s.bad() + 1).history(history);
              if (better) {
                s.best(figure);
              } else {
                s.halvings(s.halvings() + 1);
              }
            });
    if (average.validated(network, history)) {
      LOG.info("The mean of the weights begins with step {}", state.step());
    }
    boolean over = last || outOfPatience();
    state = state.withDone(over);
    return over;
  }

  private void checkpoint(boolean over) {
    state = state.with(s -> s.minutes(minutes()).done(over));
    Checkpoint.of(network, state, identity(), average.values(), best).write(checkpointFile);
    listener.checkpointed(checkpointFile);
    if (!state.history().isEmpty()) {
      try {
        AtomicFile.write(
            out.sibling(".json"), stream -> TrainingLog.write(state, settings, stream));
        LearningCurve.write(
            state.history(), task.metric(), task.higherIsBetter(), out.sibling(".png"));
      } catch (RuntimeException | LinkageError e) {
        // Neither is worth a training; some Java installations cannot draw at all.
        LOG.warn("No log or learning curve: {}", e.toString());
      }
    }
  }
}
