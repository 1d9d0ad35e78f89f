package io.github.recurrent4j.translation.documents;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The XML of Word documents: paragraphs, whose runs of equal formatting are put together before
 * they are translated, since Word cuts them anywhere.
 */
final class WordDocument {
  private static final String W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String XML = "http://www.w3.org/XML/1998/namespace";

  /** What a tag stands for: a run's formatting, a hyperlink, or something without text. */
  private record Piece(Node node, Node formatting) {}

  private WordDocument() {}

  static void translate(Document document, Texts texts) {
    List<Element> wanted = new ArrayList<>();
    List<TaggedText<Piece>> sources = new ArrayList<>();
    for (Element paragraph : OfficeXml.elements(document, W, "p")) {
      TaggedText<Piece> text = new TaggedText<>();
      writeAll(paragraph, text);
      if (text.hasLetters()) {
        wanted.add(paragraph);
        sources.add(text);
      }
    }
    List<String> translations =
        texts.translate(sources.stream().map(TaggedText::toString).toList());
    for (int i = 0; i < wanted.size(); i++) {
      replace(wanted.get(i), sources.get(i).tokens(translations.get(i)));
    }
  }

  private static boolean is(Node node, String name) {
    return W.equals(node.getNamespaceURI()) && name.equals(node.getLocalName());
  }

  private static void writeAll(Node parent, TaggedText<Piece> text) {
    int tag = 0;
    String formatting = "";
    for (Node child : OfficeXml.children(parent)) {
      if (is(child, "pPr") || is(child, "proofErr") || is(child, "lastRenderedPageBreak")) {
        continue;
      }
      boolean run = is(child, "r") && !hasField(child);
      Node properties = run ? child(child, "rPr") : null;
      String key = run ? describe(properties) : "";
      if (tag > 0 && !(run && key.equals(formatting))) {
        text.close(tag);
        tag = 0;
      }
      if (run) {
        if (tag == 0 && !key.isEmpty()) {
          tag = text.open(new Piece(null, properties));
        }
        formatting = key;
        writeRun(child, text);
      } else if (is(child, "hyperlink") || is(child, "ins") || is(child, "smartTag")) {
        int link = text.open(new Piece(child, null));
        writeAll(child, text);
        text.close(link);
      } else if (child.getNodeType() == Node.ELEMENT_NODE) {
        text.empty(new Piece(child, null));
      }
    }
    if (tag > 0) {
      text.close(tag);
    }
  }

  private static void writeRun(Node run, TaggedText<Piece> text) {
    for (Node child : OfficeXml.children(run)) {
      if (is(child, "t")) {
        text.text(child.getTextContent());
      } else if (is(child, "noBreakHyphen")) {
        text.text("-");
      } else if (child.getNodeType() == Node.ELEMENT_NODE
          && !is(child, "rPr")
          && !is(child, "softHyphen")
          && !is(child, "lastRenderedPageBreak")) {
        Piece piece = new Piece(child, child(run, "rPr"));
        if (is(child, "br") || is(child, "cr") || is(child, "tab")) {
          text.lineBreak(piece);
        } else {
          text.empty(piece);
        }
      }
    }
  }

  /** Fields (page numbers, dates, references) stay whole. */
  private static boolean hasField(Node run) {
    return child(run, "fldChar") != null || child(run, "instrText") != null;
  }

  private static Node child(Node node, String name) {
    return OfficeXml.children(node).stream().filter(c -> is(c, name)).findFirst().orElse(null);
  }

  /** A text that is equal for equal formatting; language and revision do not count. */
  private static String describe(Node properties) {
    if (properties == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Node p : OfficeXml.children(properties)) {
      if (p.getNodeType() == Node.ELEMENT_NODE && !is(p, "lang") && !is(p, "noProof")) {
        text.append(p.getLocalName());
        for (int i = 0; i < p.getAttributes().getLength(); i++) {
          Node a = p.getAttributes().item(i);
          text.append(' ').append(a.getLocalName()).append('=').append(a.getNodeValue());
        }
        text.append(';');
      }
    }
    return text.toString();
  }

  private static void replace(Element paragraph, List<TaggedText.Token<Piece>> tokens) {
    for (Node child : OfficeXml.children(paragraph)) {
      if (!is(child, "pPr")) {
        paragraph.removeChild(child);
      }
    }
    List<Node> parents = new ArrayList<>(List.of(paragraph));
    List<Node> formats = new ArrayList<>();
    formats.add(null);
    for (TaggedText.Token<Piece> token : tokens) {
      Node parent = parents.get(parents.size() - 1);
      Node format = formats.get(formats.size() - 1);
      switch (token.kind()) {
        case TEXT -> parent.appendChild(run(paragraph, format, text(paragraph, token.text())));
        case EMPTY -> {
          boolean ofRun =
              token.payload().node.getParentNode() != null
                  && is(token.payload().node.getParentNode(), "r");
          Node node = token.payload().node;
          parent.appendChild(ofRun ? run(paragraph, token.payload().formatting, node) : node);
        }
        case OPEN -> {
          Piece piece = token.payload();
          parents.add(
              piece.node == null ? parent : parent.appendChild(piece.node.cloneNode(false)));
          formats.add(piece.node == null ? piece.formatting : format);
        }
        case CLOSE -> {
          parents.remove(parents.size() - 1);
          formats.remove(formats.size() - 1);
        }
      }
    }
  }

  private static Element text(Element paragraph, String content) {
    Element text = paragraph.getOwnerDocument().createElementNS(W, name(paragraph, "t"));
    text.setAttributeNS(XML, "xml:space", "preserve");
    text.setTextContent(content);
    return text;
  }

  private static Element run(Element paragraph, Node format, Node content) {
    Element run = paragraph.getOwnerDocument().createElementNS(W, name(paragraph, "r"));
    if (format != null) {
      run.appendChild(format.cloneNode(true));
    }
    run.appendChild(content);
    return run;
  }

  private static String name(Element paragraph, String local) {
    String prefix = paragraph.getPrefix();
    return prefix == null ? local : prefix + ":" + local;
  }
}
