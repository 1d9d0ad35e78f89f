package io.github.recurrent4j.translation.documents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Markdown. Only the text of paragraphs, headings and cells of tables changes: every other
 * character of the source stays where it is, code, links' addresses and front matter included.
 */
final class MarkdownPage {
  private static final Pattern FRONT_MATTER =
      Pattern.compile("\\A---\\n.*?\\n(?:---|\\.\\.\\.)\\n", Pattern.DOTALL);

  /** What stands between the texts of a block: where it begins and ends in the source. */
  private record Raw(int from, int to) {}

  /** A block: its range of the source and its text, whose tags stand for raw source. */
  private record Block(int from, int to, TaggedText<Raw[]> text) {}

  private final String source;
  private final List<Block> blocks = new ArrayList<>();

  private MarkdownPage(String source) {
    this.source = source;
  }

  static String translate(String content, Texts texts) {
    Matcher front = FRONT_MATTER.matcher(content);
    int begin = front.find() ? front.end() : 0;
    MarkdownPage page = new MarkdownPage(content.substring(begin));
    Node root =
        Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build()
            .parse(page.source);
    page.collect(root);
    return content.substring(0, begin) + page.translated(texts);
  }

  private void collect(Node node) {
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      if (child instanceof Paragraph || child instanceof Heading || child instanceof TableCell) {
        block(child);
      } else {
        collect(child);
      }
    }
  }

  private void block(Node node) {
    if (node.getFirstChild() == null) {
      return;
    }
    TaggedText<Raw[]> text = new TaggedText<>();
    int from = from(node.getFirstChild());
    int to = to(node.getLastChild());
    if (from < 0 || to < from) {
      return;
    }
    inlines(node, from, to, text);
    if (text.hasLetters()) {
      blocks.add(new Block(from, to, text));
    }
  }

  /** Writes the children of a node, which take up [from, to) of the source. */
  private void inlines(Node node, int from, int to, TaggedText<Raw[]> text) {
    int at = from;
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      if (child instanceof SoftLineBreak) {
        text.text(" ");
        Node next = child.getNext();
        at = next == null || from(next) < 0 ? at : from(next);
        continue;
      }
      if (child instanceof HardLineBreak && child.getNext() != null) {
        int next = from(child.getNext());
        text.lineBreak(new Raw[] {new Raw(at, next)});
        at = next;
        continue;
      }
      int begin = from(child);
      int end = to(child);
      if (begin < at || end > to) {
        continue;
      }
      if (begin > at) {
        raw(at, begin, text);
      }
      if (child instanceof Text) {
        text.text(source.substring(begin, end));
      } else if (child.getFirstChild() != null && from(child.getFirstChild()) >= begin) {
        int inner = from(child.getFirstChild());
        int behind = to(child.getLastChild());
        int tag = text.open(new Raw[] {new Raw(begin, inner), new Raw(behind, end)});
        inlines(child, inner, behind, text);
        text.close(tag);
      } else if (child instanceof Code) {
        text.word(new Raw[] {new Raw(begin, end)});
      } else {
        text.empty(new Raw[] {new Raw(begin, end)});
      }
      at = end;
    }
    if (at < to) {
      raw(at, to, text);
    }
  }

  /** Source that no node stands for, such as the backslash of an escape. */
  private void raw(int from, int to, TaggedText<Raw[]> text) {
    String s = source.substring(from, to);
    if (s.isBlank()) {
      text.text(s.contains("\n") ? " " : s);
    } else {
      text.empty(new Raw[] {new Raw(from, to)});
    }
  }

  private static int from(Node node) {
    return node.getSourceSpans().stream().mapToInt(SourceSpan::getInputIndex).min().orElse(-1);
  }

  private static int to(Node node) {
    return node.getSourceSpans().stream()
        .mapToInt(s -> s.getInputIndex() + s.getLength())
        .max()
        .orElse(-1);
  }

  private String translated(Texts texts) {
    blocks.sort(Comparator.comparingInt(Block::from));
    List<String> translations =
        texts.translate(blocks.stream().map(b -> b.text.toString()).toList());
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      out.append(source, at, block.from);
      for (TaggedText.Token<Raw[]> token : block.text.tokens(translations.get(i))) {
        switch (token.kind()) {
          case TEXT -> out.append(token.text());
          case OPEN, EMPTY -> out.append(source, token.payload()[0].from, token.payload()[0].to);
          case CLOSE -> out.append(source, token.payload()[1].from, token.payload()[1].to);
        }
      }
      at = block.to;
    }
    return out.append(source.substring(at)).toString();
  }
}
