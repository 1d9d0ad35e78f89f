package example;

import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest
@AutoConfigureMockMvc
class ApplicationTest {
  @Autowired MockMvc web;

  @Test
  void translates() throws Exception {
    web.perform(get("/english").param("text", "Gracias por el libro."))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.text", startsWith("Thank")))
        .andExpect(jsonPath("$.confidence", greaterThan(0.0)));
  }

  @Test
  void judges() throws Exception {
    web.perform(get("/sentiment").param("text", "¡Qué alegría, me encanta!"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.label").value("positive"));
  }

  @Test
  void isHealthy() throws Exception {
    web.perform(get("/actuator/health"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.components.recurrent4j.status").value("UP"));
  }
}
