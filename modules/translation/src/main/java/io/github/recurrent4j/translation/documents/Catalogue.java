package io.github.recurrent4j.translation.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gettext catalogues. What has no translation, or a fuzzy one, gets one; comments, contexts and the
 * header stay.
 */
final class Catalogue {
  private static final Pattern KEYWORD =
      Pattern.compile("^(msgctxt|msgid_plural|msgid|msgstr(?:\\[\\d\\])?)\\s+(\".*\")\\s*$");

  /** A keyword's string, and the lines it takes. */
  private record Field(String keyword, String value, int from, int to) {}

  private Catalogue() {}

  static String translate(String content, Texts texts) {
    List<String> lines = Arrays.asList(content.split("\n", -1));
    List<Field> fields = fields(lines);
    List<Field> wanted = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    String id = "";
    String plural = "";
    for (Field f : fields) {
      if (f.keyword.equals("msgid")) {
        id = f.value;
        plural = f.value;
      } else if (f.keyword.equals("msgid_plural")) {
        plural = f.value;
      } else if (f.keyword.startsWith("msgstr") && !id.isEmpty()) {
        if (f.value.isEmpty() || isFuzzy(lines, f.from)) {
          wanted.add(f);
          sources.add(f.keyword.equals("msgstr") || f.keyword.equals("msgstr[0]") ? id : plural);
        }
      }
    }
    List<String> translations = texts.translate(sources);
    List<String> out = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < wanted.size(); i++) {
      Field f = wanted.get(i);
      out.addAll(lines.subList(at, f.from));
      out.add(f.keyword + " " + quoted(translations.get(i)));
      at = f.to;
    }
    out.addAll(lines.subList(at, lines.size()));
    return String.join("\n", out);
  }

  private static List<Field> fields(List<String> lines) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher m = KEYWORD.matcher(lines.get(i));
      if (m.matches()) {
        StringBuilder value = new StringBuilder(unquoted(m.group(2)));
        int to = i + 1;
        while (to < lines.size() && lines.get(to).strip().startsWith("\"")) {
          value.append(unquoted(lines.get(to).strip()));
          to++;
        }
        fields.add(new Field(m.group(1), value.toString(), i, to));
      }
    }
    return fields;
  }

  /** Whether the comments of a string's entry call it fuzzy. */
  private static boolean isFuzzy(List<String> lines, int at) {
    for (int i = at; i >= 0 && !lines.get(i).isBlank(); i--) {
      if (lines.get(i).startsWith("#,") && lines.get(i).contains("fuzzy")) {
        return true;
      }
    }
    return false;
  }

  private static String unquoted(String quoted) {
    String inner = quoted.length() > 1 ? quoted.substring(1, quoted.lastIndexOf('"')) : "";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\\' && i + 1 < inner.length()) {
        i++;
        char next = inner.charAt(i);
        text.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + "\"";
  }
}
