package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped model of conversations. */
class ShippedChatTest {
  private static Translator chat;

  @BeforeAll
  static void load() {
    chat = Translator.pretrained("chat");
  }

  @AfterAll
  static void close() {
    chat.close();
  }

  private static Conversation conversation() {
    return Conversation.with(chat, TranslationOptions.standard(), 3);
  }

  @Test
  void asksForWhatIsMissing() {
    assertThat(conversation().reply("I would like to find a restaurant for tonight."))
        .endsWith("?");
    assertThat(conversation().reply("I'm looking for a doctor.")).contains("doctor").endsWith("?");
  }

  @Test
  void takesLeave() {
    Conversation conversation = conversation();
    conversation.reply("Thank you very much for your help.");
    assertThat(conversation.reply("No, that is all. Bye.")).containsIgnoringCase("day");
  }

  /** A time that stands two turns before is said again. */
  @Test
  void remembersTurns() {
    String answer =
        chat.translate(
                "<u> Please book a table for 2 at Old Mill in Fresno. <s> What time should I"
                    + " reserve the table for? <u> Let's make it 6:30 pm.",
                TranslationOptions.standard())
            .text();
    assertThat(answer).contains("6:30 pm").contains("Old Mill");
  }
}
