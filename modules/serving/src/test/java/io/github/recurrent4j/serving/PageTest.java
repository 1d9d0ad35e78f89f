package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
@Timeout(value = 20, unit = TimeUnit.MINUTES) // against hanging for ever; no test needs a minute
class PageTest {
  private static final String ENTER = "\uE007";
  private static final String ARROW_RIGHT = "\uE014";

  @TempDir static Path folder;
  private static Service service;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.open();
    service =
        Service.start(
            ServingOptions.standard().withPort(0).withFrontendTimeout(1),
            Map.of("en-es", TinyTranslator.train(folder, "en_es")));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.close();
    }
  }

  private static void show(String state, int width) throws Exception {
    browser.show("http://127.0.0.1:" + service.port() + "/#" + state, width, 900);
    browser.until("document.getElementById('model').options.length");
  }

  private static String text(String id) throws Exception {
    return browser.run("return document.getElementById('" + id + "').textContent;").textValue();
  }

  @Test
  void whatIsTypedIsTranslatedAndEachWordSaysWhereItComesFrom() throws Exception {
    show("view=translate&ui=en&source=es", 1280);
    browser.run("document.getElementById('q').focus();");
    browser.type("El perro come pan.");
    browser.until("document.getElementById('translation').textContent === 'The dog eats bread.'");
    browser.run("document.getElementById('translation').focus();");
    browser.type(ARROW_RIGHT + ARROW_RIGHT);
    assertThat(text("read-from")).isEqualTo("“dog” — read from “perro”");
    assertThat(browser.run("return document.querySelector('#source-behind mark').textContent;"))
        .hasToString("\"perro\"");
    browser.run(
        "document.querySelectorAll('#translation .word')[2].dispatchEvent(new MouseEvent('mouseenter'));");
    assertThat(text("read-from")).isEqualTo("“eats” — read from “come”");
    assertThat(
            browser.run("return document.querySelectorAll('#alternatives li').length;").intValue())
        .isPositive();
    assertThat(browser.run("return location.hash;").textValue()).contains("q=El+perro+come+pan.");
  }

  @Test
  void theDirectionIsTurnedRound() throws Exception {
    show("view=translate&ui=en&source=es&target=en&q=El+perro+come+pan.", 1280);
    browser.until("document.getElementById('translation').textContent === 'The dog eats bread.'");
    browser.run("document.getElementById('swap').focus();");
    browser.type(ENTER);
    browser.until("location.hash.includes('q=The+dog+eats+bread.&source=en&target=es')");
    assertThat(browser.run("return document.activeElement.id;").textValue()).isEqualTo("swap");
    assertThat(browser.run("return document.getElementById('q').value;").textValue())
        .isEqualTo("The dog eats bread.");
    browser.until("document.getElementById('translation').lang === 'es'");
    // A language is not translated into itself: the other one gives way.
    browser.run(
        "const s = document.getElementById('target'); s.value = 'en'; s.dispatchEvent(new Event('change'));");
    assertThat(browser.run("return document.getElementById('source').value;").textValue())
        .isEqualTo("es");
    show("view=translate&ui=en&source=auto&target=en&q=El+perro+come+pan.", 400);
    browser.until("document.getElementById('translation').textContent === 'The dog eats bread.'");
    browser.run("document.getElementById('swap').click();");
    browser.until("location.hash.includes('source=en&target=es')");
  }

  @Test
  void aLinkShowsWhatItsSenderSaw() throws Exception {
    show("view=classify&ui=es&lang=es&tweet=Qu%C3%A9%20alegr%C3%ADa%20verte", 1280);
    browser.until("document.querySelectorAll('#words span').length");
    assertThat(text("words")).isEqualTo("qué alegría verte ");
    assertThat(text("bars")).contains("negativo").contains("positivo").contains("%");
    assertThat(browser.run("return document.documentElement.lang;").textValue()).isEqualTo("es");
  }

  @Test
  void aTextIsContinuedTokenByTokenAndElsewhere() throws Exception {
    show("view=continue&ui=en&prompt=KING&seed=3&tokens=20&temperature=1", 1280);
    browser.run("document.getElementById('go').click();");
    browser.until("!document.getElementById('go').disabled");
    assertThat(text("continue-error")).isEmpty();
    assertThat(text("text")).startsWith("KING").hasSize(24);
    assertThat(browser.run("return document.querySelectorAll('#chart button').length;").intValue())
        .isEqualTo(10);
    browser.run(
        "document.querySelectorAll('#text .word')[0].dispatchEvent(new MouseEvent('mouseenter'));"
            + "document.querySelectorAll('#chart button')[3].click();");
    browser.until("!document.getElementById('go').disabled");
    assertThat(text("continue-error")).isEmpty();
    assertThat(text("text")).startsWith("KING").hasSize(25);
  }

  @Test
  void tabsObeyTheKeyboard() throws Exception {
    show("view=translate&ui=en", 1280);
    browser.run("document.getElementById('tab-translate').focus();");
    browser.type(ARROW_RIGHT);
    assertThat(browser.run("return document.activeElement.id;").textValue())
        .isEqualTo("tab-classify");
    assertThat(browser.run("return document.getElementById('classify').hidden;").booleanValue())
        .isFalse();
  }

  @Test
  void nothingIsWiderThanTheWindow() throws Exception {
    for (String view : List.of("translate", "classify", "continue")) {
      for (int width : new int[] {320, 400, 1280}) {
        show("view=" + view + "&ui=es", width);
        assertThat(
                browser
                    .run("return document.documentElement.scrollWidth - window.innerWidth;")
                    .intValue())
            .as("%s at %d", view, width)
            .isNotPositive();
      }
    }
  }

  @Test
  void axeFindsNothingSerious() throws Exception {
    String axe =
        Files.readString(NodePackages.folder().resolve("node_modules/axe-core/axe.min.js"));
    for (String theme : List.of("light", "dark")) {
      for (String state :
          List.of(
              "view=translate&q=El%20perro%20come%20pan.",
              "view=classify&tweet=Me%20encanta", "view=continue&prompt=KING&tokens=20")) {
        show("ui=es&theme=" + theme + "&" + state, 1280);
        browser.run(
            "if (document.getElementById('continue').hidden === false) document.getElementById('go').click();");
        browser.until(
            "document.querySelector('#translation .word, #words span, #chart button')"
                + " && !document.getElementById('go').disabled");
        browser.run(axe);
        JsonNode found =
            browser.await(
                "const r = await axe.run(); return r.violations.filter(v => v.impact === 'serious' ||"
                    + " v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.target + ' '"
                    + " + n.failureSummary).join('; '));");
        assertThat(found).as(theme + " " + state).isEmpty();
      }
    }
  }
}
