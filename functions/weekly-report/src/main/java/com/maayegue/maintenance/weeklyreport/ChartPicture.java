package com.maayegue.maintenance.weeklyreport;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Draws a chart as a PNG, twice as fine as it is shown. Needs no screen and no fonts. */
final class ChartPicture {
  private static final int SCALE = 2;
  private static final double SIZE = 11;
  private static final Color PAPER = Color.WHITE;
  private static final Color INK = new Color(0x1b1f24);
  private static final Color FAINT = new Color(0x50585f);
  private static final Color GRID = new Color(0xd5dbe1);
  private static final Color PAST = new Color(0x9db4c8);
  private static final Color REPORTED = new Color(0x1f5f99);

  private final Glyphs glyphs = new Glyphs();

  /** The bytes of the picture. */
  byte[] png(ChartModel chart) {
    BufferedImage image =
        new BufferedImage(
            ChartModel.WIDTH * SCALE, ChartModel.HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    draw(chart, graphics);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      // No temporary file: memory is what it would be written to anyway.
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private void draw(ChartModel chart, Graphics2D graphics) {
    graphics.setColor(PAPER);
    graphics.fill(new Rectangle2D.Double(0, 0, ChartModel.WIDTH, ChartModel.HEIGHT));
    for (ChartModel.Line line : chart.lines()) {
      graphics.setColor(GRID);
      graphics.fill(
          new Rectangle2D.Double(
              ChartModel.LEFT, line.y(), ChartModel.WIDTH - 2.0 * ChartModel.LEFT, 1));
      graphics.setColor(FAINT);
      graphics.fill(glyphs.outline(line.value(), ChartModel.LEFT, line.y() - 4.0, SIZE));
    }
    for (ChartModel.Bar bar : chart.bars()) {
      graphics.setColor(bar.reported() ? REPORTED : PAST);
      graphics.fill(new Rectangle2D.Double(bar.x(), bar.y(), bar.width(), bar.height()));
      graphics.setColor(bar.reported() ? INK : FAINT);
      double half = glyphs.width(bar.week(), SIZE) / 2;
      graphics.fill(
          glyphs.outline(bar.week(), bar.middle() - half, ChartModel.BOTTOM + 16.0, SIZE));
    }
  }
}
