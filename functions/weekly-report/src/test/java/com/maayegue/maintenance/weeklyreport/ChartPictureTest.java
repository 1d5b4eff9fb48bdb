package com.maayegue.maintenance.weeklyreport;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ChartPictureTest {
  @Test
  void drawsEachChartOfTheReport() throws Exception {
    ReportPages pages = new ReportPages(new Words("fr", SampleWeeks.DOUALA));
    Map<String, byte[]> pictures = pages.pictures(SampleReport.read());
    assertThat(pictures)
        .containsOnlyKeys("users-active", "learning-lessons", "learning-studyTime", "revenue-paid");
    Path folder = Files.createDirectories(Path.of("target", "pictures"));
    for (Map.Entry<String, byte[]> each : pictures.entrySet()) {
      Files.write(folder.resolve(each.getKey() + ".png"), each.getValue());
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(each.getValue()));
      assertThat(image.getWidth()).isEqualTo(720);
      assertThat(each.getValue().length).isLessThan(40_000);
      // The bar of the week is the last one, and reaches down to the line.
      assertThat(image.getRGB(2 * 330, 2 * 162) & 0xffffff).isEqualTo(0x1f5f99);
    }
  }

  @Test
  void writesLettersThatItDoesNotHaveAsSomethingElse() {
    Glyphs glyphs = new Glyphs();
    assertThat(glyphs.width("字", 10)).isEqualTo(glyphs.width("?", 10));
    assertThat(glyphs.width("S41", 10)).isGreaterThan(glyphs.width("1", 10));
  }
}
