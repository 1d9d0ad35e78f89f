package io.github.recurrent4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.languagemodel.LanguageModel.Candidate;
import io.github.recurrent4j.languagemodel.TokenStep;
import java.util.ArrayList;
import java.util.List;

/**
 * A continuation, or a piece of one, as OpenAI's API shows it.
 *
 * @param index which of the request's continuations
 * @param text its text
 * @param tokens what it was made of
 * @param finish why it ended: {@code stop}, {@code length}; null in a piece behind which more comes
 */
record Choice(int index, String text, List<Placed> tokens, String finish) {

  /**
   * A token in its place.
   *
   * @param offset where its text begins in the whole continuation, in UTF-16 units
   */
  record Placed(TokenStep step, int offset) {}

  /** Pieces of one continuation, put together. */
  static Choice of(List<Choice> pieces) {
    StringBuilder text = new StringBuilder();
    List<Placed> tokens = new ArrayList<>();
    for (Choice piece : pieces) {
      text.append(piece.text);
      tokens.addAll(piece.tokens);
    }
    Choice last = pieces.get(pieces.size() - 1);
    return new Choice(last.index, text.toString(), tokens, last.finish);
  }

  /**
   * As JSON.
   *
   * @param likeliest how many of the likeliest tokens are shown; -1: nothing of tokens is
   */
  JsonNode json(int likeliest) {
    ObjectNode choice =
        JsonNodeFactory.instance
            .objectNode()
            .put("text", text)
            .put("index", index)
            .put("finish_reason", finish);
    if (likeliest < 0) {
      return choice.putNull("logprobs");
    }
    ObjectNode shown = choice.putObject("logprobs");
    ArrayNode texts = shown.putArray("tokens");
    ArrayNode logProbabilities = shown.putArray("token_logprobs");
    ArrayNode offsets = shown.putArray("text_offset");
    for (Placed token : tokens) {
      texts.add(token.step.text());
      logProbabilities.add(token.step.logProbability());
      offsets.add(token.offset);
    }
    if (likeliest == 0) {
      return choice;
    }
    ArrayNode top = shown.putArray("top_logprobs");
    for (Placed token : tokens) {
      ObjectNode each = top.addObject();
      for (Candidate candidate : token.step.likeliest()) {
        each.put(candidate.token(), Math.log(candidate.probability()));
      }
    }
    return choice;
  }
}
