package io.github.recurrent4j.cli;

import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.training.RemoteText;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import io.github.recurrent4j.vectorization.TextPair;
import java.nio.file.Path;
import java.util.List;

/** Tables and texts that are read by other machines than this one. */
public interface RemoteTables {
  /** None: this machine reads its data. */
  RemoteTables NONE = () -> false;

  /** Whether they are wanted. */
  boolean wanted();

  /**
   * The classes of a column of labels.
   *
   * @param files on any file system that those machines know
   * @param column its name, or its number from 1
   */
  default Labels labels(List<String> files, String column) {
    throw new UnsupportedOperationException();
  }

  /**
   * Labelled texts.
   *
   * @param text column of the texts
   * @param label column of the labels
   * @param labels what they may be
   * @param run what is trained
   */
  default RemoteExamples<LabelledText> tweets(
      List<String> files, String text, String label, Labels labels, Run run) {
    throw new UnsupportedOperationException();
  }

  /**
   * Pairs of texts.
   *
   * @param source column of the sources
   * @param target column of the targets
   * @param run what is trained
   */
  default RemoteExamples<TextPair> pairs(
      List<String> files, String source, String target, Run run) {
    throw new UnsupportedOperationException();
  }

  /**
   * A long text.
   *
   * @param file or folder of files
   * @param run what is trained
   */
  default RemoteText text(String file, Run run) {
    throw new UnsupportedOperationException();
  }

  /**
   * A training.
   *
   * @param model file that is written
   * @param seed of what is random
   */
  record Run(Path model, long seed) {}
}
