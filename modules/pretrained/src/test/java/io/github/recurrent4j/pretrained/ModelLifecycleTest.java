package io.github.recurrent4j.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * close() under use, after close, close() twice, Thread.interrupt, many callers: for each model.
 */
class ModelLifecycleTest {
  @TempDir Path folder;
  private final List<Subject> subjects = new ArrayList<>();

  private interface Question {
    String ask();
  }

  /** A model, a short question and one that takes much longer than any test waits. */
  private record Subject(
      String name, AutoCloseable model, Question question, Question longQuestion) {}

  @BeforeEach
  void open() throws IOException {
    Path file = folder.resolve("sentiment.zip");
    Files.write(file, SmallModel.zip(SmallModel.sentiment()));
    SentimentClassifier c = SentimentClassifier.load(file);
    List<String> tweets = Collections.nCopies(3_000_000, "qué alegría verte");
    subjects.add(
        new Subject(
            "the classifier",
            c,
            () -> c.classify("Qué alegría verte").line(),
            () -> c.classify(tweets).get(0).line()));

    file = folder.resolve("translation.zip");
    Files.write(file, SmallModel.zip(SmallModel.translation()));
    Translator t = Translator.load(file);
    List<String> texts = Collections.nCopies(500_000, "Tom no sabe nadar.");
    subjects.add(
        new Subject(
            "the translator",
            t,
            () -> t.translate("Tom no sabe nadar.").text(),
            () -> t.translate(texts, TranslationOptions.standard()).get(0).text()));

    file = folder.resolve("lm.zip");
    Files.write(file, SmallModel.zip(SmallModel.languageModel()));
    LanguageModel m = LanguageModel.load(file);
    subjects.add(
        new Subject(
            "the language model",
            m,
            () -> m.generate(GenerationOptions.of("ROMEO:", 20)),
            () -> m.generate(GenerationOptions.of("ROMEO:", 500_000_000))));
  }

  @Test
  void afterCloseThereIsAnExceptionAndClosingTwiceIsFine() throws Exception {
    for (Subject s : subjects) {
      s.question.ask();
      s.model.close();
      assertThatThrownBy(s.question::ask)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(s.name + " is closed");
      assertThatCode(s.model::close).doesNotThrowAnyException();
    }
  }

  @Test
  void closeEndsLongCalls() throws Exception {
    for (Subject s : subjects) {
      AtomicReference<Throwable> end = new AtomicReference<>();
      Thread user = start(s.longQuestion, end);
      s.question.ask();
      s.model.close();
      user.join();
      assertThat(end.get()).as(s.name).isInstanceOf(IllegalStateException.class);
      assertThat(end.get()).hasMessage(s.name + " is closed");
    }
  }

  @Test
  void answersBesideCloseAreRight() throws Exception {
    for (Subject s : subjects) {
      String right = s.question.ask();
      AtomicInteger answers = new AtomicInteger();
      AtomicReference<Throwable> end = new AtomicReference<>();
      CountDownLatch begun = new CountDownLatch(20);
      Question many =
          () -> {
            while (true) {
              assertThat(s.question.ask()).isEqualTo(right);
              answers.incrementAndGet();
              begun.countDown();
            }
          };
      List<Thread> users = List.of(start(many, end), start(many, end), start(many, end));
      begun.await();
      s.model.close();
      for (Thread user : users) {
        user.join();
      }
      assertThat(end.get()).as(s.name).hasMessage(s.name + " is closed");
      assertThat(answers.get()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void interruptEndsLongCalls() throws Exception {
    for (Subject s : subjects) {
      AtomicReference<Throwable> end = new AtomicReference<>();
      Thread user = start(s.longQuestion, end);
      s.question.ask();
      user.interrupt();
      user.join();
      assertThat(end.get()).as(s.name).isInstanceOf(CancellationException.class);
      assertThat(end.get()).hasMessageContaining(s.name);
      // The model is as good as before.
      assertThat(s.question.ask()).isNotNull();
      s.model.close();
    }
  }

  @Test
  void aBurstOfCallersGetsEqualAnswers() throws Exception {
    for (Subject s : subjects) {
      String right = s.question.ask();
      AtomicReference<Throwable> end = new AtomicReference<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        callers.add(
            start(
                () -> {
                  assertThat(s.question.ask()).isEqualTo(right);
                  return "";
                },
                end));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(end.get()).as(s.name).isNull();
      s.model.close();
    }
  }

  private static Thread start(Question work, AtomicReference<Throwable> end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.ask();
              } catch (Throwable e) {
                end.compareAndSet(null, e);
              }
            });
    thread.start();
    return thread;
  }
}
