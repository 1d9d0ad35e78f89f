package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.inference.DecoderLayers;
import io.github.recurrent4j.inference.EncoderLayers;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.inference.model.NetworkDescription;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a translator's network must be like to be run. */
class TranslationNetworkTest {
  private static final int TOKENS = 11;

  /** Both tables have the same size: only their places tell them apart. */
  private static String configuration() {
    TranslationShape shape =
        TranslationShape.of(Map.of("encoder-hidden", 3, "hidden", 6, "embedding", 5));
    return TranslationNetwork.of(shape, TranslationRegime.standard(), TOKENS, TOKENS).toJson();
  }

  private static DecoderLayers decoder(String json) {
    TranslationShape shape = TranslationShape.standard();
    return DecoderLayers.of(
        NetworkDescription.parse(json),
        shape.cell().name(),
        shape.decoderLayers(),
        6,
        5,
        TOKENS,
        shape.attention().map(Enum::name),
        EncoderLayers.sequenceName(shape.encoderLayers() - 1),
        6);
  }

  @Test
  void theOutputSharesTheTargetsEmbeddingAndNoOther() {
    String json = configuration();
    int target = decoder(json).embedding().blocks().get(0).offset();
    String tied = "\"tiedOffset\" : " + target;
    assertThat(json).contains(tied);
    String forged = json.replace(tied, "\"tiedOffset\" : " + (TOKENS * 5 - target));
    assertThatThrownBy(() -> decoder(forged))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("does not share the weights of 'target-embedding'");
  }
}
