package io.github.recurrent4j.translation.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;

/**
 * HTML pages and fragments. Text is translated block by block with inline elements in place, and so
 * are titles, alternative texts and descriptions; scripts, code and what says {@code
 * translate="no"} stay.
 */
final class HtmlPage {
  private static final Set<String> KEPT =
      Set.of(
          "script",
          "style",
          "code",
          "pre",
          "kbd",
          "samp",
          "var",
          "textarea",
          "svg",
          "math",
          "template",
          "noscript",
          "iframe",
          "object");
  private static final Set<String> WORDS = Set.of("code", "kbd", "samp", "var");
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
          "em", "font", "i", "img", "ins", "kbd", "mark", "q", "ruby", "s", "samp", "small", "span",
          "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "br", "label", "input",
          "svg", "math", "button");
  private static final Set<String> ATTRIBUTES =
      Set.of("alt", "title", "placeholder", "aria-label", "summary", "label");

  private final Document page;
  private final boolean whole;
  private final List<TaggedText<Node>> blocks = new ArrayList<>();
  private final List<List<Node>> runs = new ArrayList<>();
  private final List<Runnable> puts = new ArrayList<>();
  private final List<String> attributeTexts = new ArrayList<>();
  private final List<String> attributeResults = new ArrayList<>();

  private HtmlPage(String content) {
    String start = content.substring(0, Math.min(2000, content.length())).toLowerCase(Locale.ROOT);
    this.whole = start.contains("<html") || start.contains("<!doctype") || start.contains("<head");
    this.page = whole ? Jsoup.parse(content) : Jsoup.parseBodyFragment(content);
    page.outputSettings().prettyPrint(false).charset("UTF-8");
  }

  static String translate(String content, String language, Texts texts) {
    HtmlPage html = new HtmlPage(content);
    html.collect(html.page);
    html.translateBlocks(texts);
    html.translateAttributes(texts);
    Element root = html.page.selectFirst("html");
    if (html.whole && root != null && root.hasAttr("lang")) {
      root.attr("lang", language);
    }
    return html.whole ? html.page.outerHtml() : html.page.body().html();
  }

  private void collect(Element block) {
    List<Node> run = new ArrayList<>();
    for (Node child : block.childNodes()) {
      if (child instanceof TextNode || (child instanceof Element e && isInline(e))) {
        run.add(child);
        continue;
      }
      add(run);
      run = new ArrayList<>();
      if (child instanceof Element e && !isKept(e)) {
        collect(e);
      }
    }
    add(run);
  }

  private static boolean isKept(Element e) {
    return KEPT.contains(e.normalName())
        || e.attr("translate").equalsIgnoreCase("no")
        || e.hasClass("notranslate");
  }

  /** Whether an element and all in it may stand inside of a sentence. */
  private static boolean isInline(Element e) {
    return INLINE.contains(e.normalName())
        && (isKept(e) || e.children().stream().allMatch(HtmlPage::isInline));
  }

  private void add(List<Node> run) {
    TaggedText<Node> text = new TaggedText<>();
    run.forEach(node -> write(node, text));
    if (text.hasLetters()) {
      blocks.add(text);
      runs.add(run);
    }
  }

  private void write(Node node, TaggedText<Node> text) {
    if (node instanceof TextNode t) {
      text.text(t.getWholeText().replaceAll("[ \\t\\r\\n]+", " "));
    } else if (node instanceof Element e) {
      if (e.normalName().equals("br")) {
        text.lineBreak(e);
      } else if (WORDS.contains(e.normalName())) {
        text.word(e);
      } else if (isKept(e) || e.childNodeSize() == 0) {
        text.empty(e);
      } else {
        int tag = text.open(e);
        e.childNodes().forEach(child -> write(child, text));
        text.close(tag);
      }
    } else {
      text.empty(node);
    }
  }

  private void translateBlocks(Texts texts) {
    List<String> translations = texts.translate(blocks.stream().map(TaggedText::toString).toList());
    for (int i = 0; i < blocks.size(); i++) {
      replace(runs.get(i), blocks.get(i).tokens(translations.get(i)));
    }
  }

  private static void replace(List<Node> run, List<TaggedText.Token<Node>> tokens) {
    Node first = run.get(0);
    Element parent = (Element) first.parent();
    int at = first.siblingIndex();
    run.forEach(Node::remove);
    List<Node> nodes = new ArrayList<>();
    List<Element> open = new ArrayList<>();
    for (TaggedText.Token<Node> token : tokens) {
      switch (token.kind()) {
        case TEXT -> put(new TextNode(token.text()), open, nodes);
        case EMPTY -> put(token.payload().clone(), open, nodes);
        case OPEN -> {
          Element e = ((Element) token.payload()).shallowClone();
          put(e, open, nodes);
          open.add(e);
        }
        case CLOSE -> open.remove(open.size() - 1);
      }
    }
    parent.insertChildren(at, nodes);
  }

  private static void put(Node node, List<Element> open, List<Node> nodes) {
    if (open.isEmpty()) {
      nodes.add(node);
    } else {
      open.get(open.size() - 1).appendChild(node);
    }
  }

  private void translateAttributes(Texts texts) {
    NodeTraversor.traverse(
        (node, depth) -> {
          if (node instanceof Element e && !isKept(e)) {
            for (String name : ATTRIBUTES) {
              if (!e.attr(name).isBlank()) {
                attribute(e, name);
              }
            }
            boolean described =
                e.normalName().equals("meta")
                    && Set.of("description", "keywords", "og:title", "og:description")
                        .contains(e.attr("name") + e.attr("property"));
            boolean button =
                e.normalName().equals("input") && e.attr("type").matches("submit|button");
            if (described) {
              attribute(e, "content");
            } else if (button) {
              attribute(e, "value");
            }
          }
        },
        page);
    attributeResults.addAll(texts.translate(attributeTexts));
    puts.forEach(Runnable::run);
  }

  private void attribute(Element e, String name) {
    int place = attributeTexts.size();
    attributeTexts.add(e.attr(name));
    puts.add(() -> e.attr(name, attributeResults.get(place)));
  }
}
