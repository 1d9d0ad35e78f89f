package io.github.recurrent4j.translation.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The XML of OpenDocument texts: paragraphs and headings, with spans and links in place. */
final class OpenDocument {
  private static final String TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
  private static final Set<String> INLINE = Set.of("span", "a", "meta", "meta-field");

  private OpenDocument() {}

  static void translate(Document document, Texts texts) {
    List<Element> blocks = new ArrayList<>(OfficeXml.elements(document, TEXT, "p"));
    blocks.addAll(OfficeXml.elements(document, TEXT, "h"));
    List<Element> wanted = new ArrayList<>();
    List<TaggedText<Node>> sources = new ArrayList<>();
    for (Element block : blocks) {
      TaggedText<Node> text = new TaggedText<>();
      OfficeXml.children(block).forEach(child -> write(child, text));
      if (text.hasLetters()) {
        wanted.add(block);
        sources.add(text);
      }
    }
    List<String> translations =
        texts.translate(sources.stream().map(TaggedText::toString).toList());
    for (int i = 0; i < wanted.size(); i++) {
      replace(wanted.get(i), sources.get(i).tokens(translations.get(i)));
    }
  }

  private static void write(Node node, TaggedText<Node> text) {
    if (node.getNodeType() == Node.TEXT_NODE) {
      text.text(node.getNodeValue().replaceAll("[ \\t\\r\\n]+", " "));
    } else if (node.getNodeType() == Node.ELEMENT_NODE) {
      boolean inline = TEXT.equals(node.getNamespaceURI()) && INLINE.contains(node.getLocalName());
      if (inline && node.hasChildNodes()) {
        int tag = text.open(node);
        OfficeXml.children(node).forEach(child -> write(child, text));
        text.close(tag);
      } else if (TEXT.equals(node.getNamespaceURI()) && node.getLocalName().equals("s")) {
        text.text(" ");
      } else if (node.getLocalName().equals("line-break") || node.getLocalName().equals("tab")) {
        text.lineBreak(node);
      } else {
        text.empty(node);
      }
    }
  }

  private static void replace(Element block, List<TaggedText.Token<Node>> tokens) {
    OfficeXml.children(block).forEach(block::removeChild);
    List<Node> open = new ArrayList<>(List.of(block));
    for (TaggedText.Token<Node> token : tokens) {
      Node parent = open.get(open.size() - 1);
      switch (token.kind()) {
        case TEXT -> parent.appendChild(block.getOwnerDocument().createTextNode(token.text()));
        // Not a copy: paragraphs inside of frames and notes are translated themselves.
        case EMPTY -> parent.appendChild(token.payload());
        case OPEN -> open.add(parent.appendChild(token.payload().cloneNode(false)));
        case CLOSE -> open.remove(open.size() - 1);
      }
    }
  }
}
