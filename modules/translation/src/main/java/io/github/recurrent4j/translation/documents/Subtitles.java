package io.github.recurrent4j.translation.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Subtitles (SubRip, WebVTT). Numbers, times and settings stay; a sentence that runs on over
 * several cues is translated as one and divided again where the attention says.
 */
final class Subtitles {
  private static final Pattern TIME = Pattern.compile(".*\\d{2}:\\d{2}[.,]\\d{3}\\s+-->\\s+.*");
  private static final Pattern DIALOGUE = Pattern.compile("^\\s*[-–—]\\s?.*");
  private static final int WIDTH = 42;

  /** A cue's place among the lines. */
  private record Cue(int from, int to, List<String> text) {
    boolean isDialogue() {
      return text.size() > 1 && text.stream().allMatch(l -> DIALOGUE.matcher(l).matches());
    }

    String joined() {
      return String.join(" ", text.stream().map(String::strip).toList());
    }
  }

  private Subtitles() {}

  static String translate(String content, Texts texts) {
    List<String> lines = new ArrayList<>(Arrays.asList(content.split("\n", -1)));
    List<Cue> cues = cues(lines);
    List<TaggedText<Cue>> sources = new ArrayList<>();
    List<List<Cue>> members = new ArrayList<>();
    for (Cue cue : cues) {
      Cue last = members.isEmpty() ? null : lastOf(members);
      if (last != null && runsOn(last, cue)) {
        sources.get(sources.size() - 1).text(" ");
        sources.get(sources.size() - 1).empty(cue);
        sources.get(sources.size() - 1).text(" ");
        sources.get(sources.size() - 1).text(cue.joined());
        members.get(members.size() - 1).add(cue);
      } else {
        TaggedText<Cue> source = new TaggedText<>();
        source.text(cue.isDialogue() ? String.join("\n", cue.text) : cue.joined());
        sources.add(source);
        members.add(new ArrayList<>(List.of(cue)));
      }
    }
    List<String> translations =
        texts.translate(sources.stream().map(TaggedText::toString).toList());
    List<String> out = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < sources.size(); i++) {
      List<String> parts = parts(sources.get(i), translations.get(i), members.get(i).size());
      for (int k = 0; k < parts.size(); k++) {
        Cue cue = members.get(i).get(k);
        out.addAll(lines.subList(at, cue.from));
        out.addAll(wrapped(parts.get(k).strip(), cue));
        at = cue.to;
      }
    }
    out.addAll(lines.subList(at, lines.size()));
    return String.join("\n", out);
  }

  private static Cue lastOf(List<List<Cue>> members) {
    List<Cue> last = members.get(members.size() - 1);
    return last.get(last.size() - 1);
  }

  private static List<Cue> cues(List<String> lines) {
    List<Cue> cues = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (TIME.matcher(lines.get(i)).matches()) {
        int from = i + 1;
        int to = from;
        while (to < lines.size() && !lines.get(to).isBlank()) {
          to++;
        }
        if (to > from) {
          cues.add(new Cue(from, to, List.copyOf(lines.subList(from, to))));
        }
        i = to;
      }
    }
    return cues;
  }

  private static boolean runsOn(Cue before, Cue after) {
    String end = before.joined();
    String begin = after.joined();
    return !before.isDialogue()
        && !after.isDialogue()
        && !end.isEmpty()
        && !begin.isEmpty()
        && ".!?…:\"”»)]>♪".indexOf(end.charAt(end.length() - 1)) < 0
        && Character.isLowerCase(begin.codePointAt(0));
  }

  private static List<String> parts(TaggedText<Cue> source, String translation, int count) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (TaggedText.Token<Cue> token : source.tokens(translation)) {
      if (token.kind() == TaggedText.Kind.EMPTY) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(token.text());
      }
    }
    parts.add(part.toString());
    while (parts.size() < count) {
      parts.add("");
    }
    return parts;
  }

  /** In as many lines as before, of about the same length. */
  private static List<String> wrapped(String text, Cue cue) {
    if (cue.isDialogue() || cue.text.size() < 2 || text.length() <= WIDTH) {
      return Arrays.asList(text.split("\n", -1));
    }
    int target = (text.length() + cue.text.size() - 1) / cue.text.size();
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (lines.size() < cue.text.size() - 1) {
      int at = text.indexOf(' ', Math.min(text.length(), from + target));
      int before = text.lastIndexOf(' ', from + target);
      if (before > from && (at < 0 || from + target - before < at - from - target)) {
        at = before;
      }
      if (at < 0) {
        break;
      }
      lines.add(text.substring(from, at));
      from = at + 1;
    }
    lines.add(text.substring(from));
    return lines;
  }
}
