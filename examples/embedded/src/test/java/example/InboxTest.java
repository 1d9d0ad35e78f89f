package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.recurrent4j.translation.Translation;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {

  @Test
  void translatesAndFeels() {
    try (Inbox inbox = new Inbox()) {
      Translation t = inbox.english(List.of("¿Dónde está la biblioteca?")).get(0);
      assertEquals("Where's the library?", t.text());
      assertEquals(t.targetTokens().size(), t.attention().length);
      assertTrue(inbox.isComplaint("Qué asco de servicio, todo roto y nadie contesta 😡"));
      assertFalse(inbox.isComplaint("Muchas gracias, me encanta, estoy muy feliz 😍"));
    }
  }
}
