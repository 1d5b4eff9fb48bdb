package com.maayegue.maintenance.weeklyreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The report in Chromium, on a phone, on a desk and on paper, light and dark: nothing sticks out,
 * nothing is asked of the network, and axe-core finds nothing against WCAG 2.2 AA. Leaves pictures
 * of all in {@code target/browser}.
 */
class ReportInABrowserIT {
  private static final Path SCRIPTS = Path.of("src/test/browser");

  @Test
  void canBeReadByEverybodyEverywhere() throws Exception {
    Optional<Path> chromium = SampleReport.chromium();
    assumeTrue(chromium.isPresent(), "Chromium is not installed");
    assumeTrue(FiguresTest.isThere("npm"), "npm is not installed");
    Path folder = Files.createDirectories(Path.of("target", "browser"));
    install(folder);
    List<String> command = new ArrayList<>();
    command.addAll(List.of("node", "check.js", chromium.get().toString(), "."));
    command.add(page(folder, "whole", "fr", SampleReport.read()));
    command.add(page(folder, "poor", "en", SampleReport.withoutDatabase()) + "@phone");
    JsonArray results = JsonParser.parseString(run(folder, command)).getAsJsonArray();
    assertThat(results).hasSize(8);
    for (JsonElement each : results) {
      JsonObject result = each.getAsJsonObject();
      String name = result.get("name").getAsString();
      assertThat(result.getAsJsonArray("overflow")).as("too wide, %s", name).isEmpty();
      assertThat(result.getAsJsonArray("violations")).as("axe-core, %s", name).isEmpty();
      assertThat(result.getAsJsonArray("asked")).as("the network, %s", name).isEmpty();
      // Checked, and not just not found.
      assertThat(result.getAsJsonArray("passes").toString()).as(name).contains("color-contrast");
    }
  }

  private static String page(Path folder, String name, String language, Report report)
      throws IOException {
    ReportPages pages = new ReportPages(new Words(language, SampleWeeks.DOUALA));
    Files.writeString(folder.resolve(name + ".html"), pages.html(report));
    return name + ".html";
  }

  private static void install(Path folder) throws IOException, InterruptedException {
    boolean same = true;
    for (String name : List.of("package.json", "package-lock.json", ".npmrc", "check.js")) {
      Path target = folder.resolve(name);
      same &= Files.exists(target) && Files.mismatch(SCRIPTS.resolve(name), target) == -1;
      Files.copy(SCRIPTS.resolve(name), target, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!same || !Files.isDirectory(folder.resolve("node_modules"))) {
      run(folder, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    }
  }

  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    boolean ended = process.waitFor(4, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("%s ends", command).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log, UTF_8)).isZero();
    return Files.readString(out, UTF_8);
  }
}
