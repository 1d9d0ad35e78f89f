package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.translation.TranslationEvaluation;
import java.util.List;

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
  };

  /** For people. */
  abstract List<String> lines(TranslationEvaluation e);

  /** For programs. */
  abstract void put(TranslationEvaluation e, ObjectNode node);
}
