package com.maayegue.maintenance.weeklyreport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Letters and digits as outlines, of DejaVu Sans: the machines that functions run on need not have
 * any font, and Java cannot write without one.
 */
final class Glyphs {
  private static final double UNITS = 1_000;

  private final Map<Integer, Path2D> outlines = new HashMap<>();
  private final Map<Integer, Integer> advances = new HashMap<>();

  Glyphs() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Glyphs.class.getResourceAsStream("glyphs.txt"), UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(this::read);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void read(String line) {
    String[] parts = line.split(" ", -1);
    int character = Integer.parseInt(parts[0], 16);
    Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
    for (int i = 2; i < parts.length; i++) {
      segment(outline, parts[i]);
    }
    outlines.put(character, outline);
    advances.put(character, Integer.parseInt(parts[1]));
  }

  private static void segment(Path2D outline, String text) {
    double[] at = new double[6];
    String[] numbers = text.substring(1).split(",", -1);
    for (int i = 0; i < numbers.length && !numbers[i].isEmpty(); i++) {
      at[i] = Integer.parseInt(numbers[i]);
    }
    switch (text.charAt(0)) {
      case 'M' -> outline.moveTo(at[0], at[1]);
      case 'L' -> outline.lineTo(at[0], at[1]);
      case 'Q' -> outline.quadTo(at[0], at[1], at[2], at[3]);
      case 'C' -> outline.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
      default -> outline.closePath();
    }
  }

  /** How wide a text is, at a size. */
  double width(String text, double size) {
    return text.codePoints().map(each -> advances.get(known(each))).sum() * size / UNITS;
  }

  /** A text's outline, with its left end of the base line there. */
  Path2D outline(String text, double x, double y, double size) {
    Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double scale = size / UNITS;
    double at = x;
    for (int character : text.codePoints().map(this::known).toArray()) {
      AffineTransform placed = new AffineTransform(scale, 0, 0, scale, at, y);
      all.append(outlines.get(character).getPathIterator(placed), false);
      at += advances.get(character) * scale;
    }
    return all;
  }

  /** The same character or one that stands for it. */
  private int known(int character) {
    if (outlines.containsKey(character)) {
      return character;
    }
    return Character.isSpaceChar(character) ? ' ' : '?';
  }
}
