package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.training.metrics.DistinctNgrams;
import io.github.recurrent4j.training.metrics.Rouge;
import io.github.recurrent4j.translation.TranslationEvaluation;
import java.util.List;
import java.util.Locale;

/** Which scores of an evaluation are printed. */
enum EvaluationReport {
  /** BLEU and chrF. */
  BLEU {
    @Override
    List<String> lines(TranslationEvaluation e) {
      return List.of(e.bleu().toString(), e.chrf().toString());
    }

    @Override
    void put(TranslationEvaluation e, ObjectNode node) {
      node.put("bleu", e.bleu().score());
      node.put("chrf", e.chrf().score());
    }
  },

  /** Word and token error rates. */
  WER {
    @Override
    List<String> lines(TranslationEvaluation e) {
      return List.of(e.errors().toString());
    }

    @Override
    void put(TranslationEvaluation e, ObjectNode node) {
      node.put("wer", e.errors().wordErrors());
      node.put("tokenErrorRate", e.errors().tokenErrors());
    }
  },

  /** ROUGE-1, -2 and -L. */
  ROUGE {
    @Override
    List<String> lines(TranslationEvaluation e) {
      return List.of(e.rouge(true).toString(), e.rouge(false).toString());
    }

    @Override
    void put(TranslationEvaluation e, ObjectNode node) {
      Rouge rouge = e.rouge(true);
      node.put("rouge1", rouge.one().f1());
      node.put("rouge2", rouge.two().f1());
      node.put("rougeL", rouge.longest().f1());
    }
  },

  /** Utterances made of dialogue acts: values that are missing or invented, BLEU, variety. */
  SLOTS {
    @Override
    List<String> lines(TranslationEvaluation e) {
      String distinct =
          String.format(
              Locale.ROOT,
              "distinct-1 %.4f, distinct-2 %.4f",
              DistinctNgrams.of(e.output(), 1),
              DistinctNgrams.of(e.output(), 2));
      return List.of(
          e.slotErrors().toString(),
          "of the targets: " + e.slotErrorsOfTargets(),
          e.bleu().toString(),
          distinct);
    }

    @Override
    void put(TranslationEvaluation e, ObjectNode node) {
      node.put("slotErrors", e.slotErrors().rate());
      node.put("slotErrorsOfTargets", e.slotErrorsOfTargets().rate());
      node.put("bleu", e.bleu().score());
      node.put("distinct1", DistinctNgrams.of(e.output(), 1));
      node.put("distinct2", DistinctNgrams.of(e.output(), 2));
    }
  };

  /** For people. */
  abstract List<String> lines(TranslationEvaluation e);

  /** For programs. */
  abstract void put(TranslationEvaluation e, ObjectNode node);
}
