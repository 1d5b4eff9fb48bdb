package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The requests of {@code test-fixtures/payments}; its README says how they are written. */
final class Corpus {
  private static final Path FOLDER = Path.of("..", "..", "test-fixtures", "payments");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{([^{}]++|\\{[^{}]*+\\})*+\\}\\}");

  private Corpus() {}

  /**
   * One request.
   *
   * @param name the provider, and the fault
   * @param status what the handler has to answer
   */
  record Entry(String name, int status, TestRequest request) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** All of a provider's, signed for {@code now} where they are. */
  static List<Entry> of(String provider, long now) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(provider))) {
      return files
          .filter(file -> file.toString().endsWith(".http"))
          .sorted()
          .map(file -> entry(provider, file, now))
          .toList();
    }
  }

  private static Entry entry(String provider, Path file, long now) {
    try {
      String text = new String(Files.readAllBytes(file), ISO_8859_1);
      int headEnd = text.indexOf("\n\n");
      String[] head = text.substring(0, headEnd).split("\n", -1);
      String bodyText = text.substring(headEnd + 2);
      byte[] body =
          filled(bodyText.substring(0, Math.max(0, bodyText.length() - 1)), now, new byte[0]);
      int line = 0;
      while (head[line + 1].startsWith("#")) {
        line++;
      }
      int status = Integer.parseInt(head[0].substring(2, 5));
      String[] first = head[line + 1].split(" ", 2);
      TestRequest request =
          TestRequest.of(first[0], new String(filled(first[1], now, body), ISO_8859_1), body);
      for (int at = line + 2; at < head.length; at++) {
        String[] header = head[at].split(": ", 2);
        request.with(header[0], new String(filled(header[1], now, body), ISO_8859_1));
      }
      String name = file.getFileName().toString().replace(".http", "");
      return new Entry(provider + "/" + name, status, request);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }

  private static byte[] filled(String text, long now, byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher matcher = PLACEHOLDER.matcher(text);
    int end = 0;
    while (matcher.find()) {
      out.write(text.substring(end, matcher.start()).getBytes(ISO_8859_1));
      String inner = text.substring(matcher.start() + 2, matcher.end() - 2);
      out.write(value(inner.split(" ", -1), now, body));
      end = matcher.end();
    }
    out.write(text.substring(end).getBytes(ISO_8859_1));
    return out.toByteArray();
  }

  private static byte[] value(String[] words, long now, byte[] body) {
    return switch (words[0]) {
      case "now" -> Long.toString(now + Long.parseLong(words[1])).getBytes(ISO_8859_1);
      case "code" ->
          Signing.stripeCode(words[2], now + Long.parseLong(words[1]), body).getBytes(ISO_8859_1);
      case "code-of-less" ->
          Signing.stripeCode(
                  words[2], now + Long.parseLong(words[1]), Arrays.copyOf(body, body.length - 1))
              .getBytes(ISO_8859_1);
      case "token" -> token(words, now).getBytes(ISO_8859_1);
      case "base64" -> Signing.base64(words[1].getBytes(ISO_8859_1)).getBytes(ISO_8859_1);
      case "repeat" -> words[2].repeat(Integer.parseInt(words[1])).getBytes(ISO_8859_1);
      case "bytes" -> HexFormat.of().parseHex(words[1]);
      default -> throw new IllegalArgumentException("no placeholder " + words[0]);
    };
  }

  /** Algorithm, header, claims, key; {@code now+60} and the like stand for times in the claims. */
  private static String token(String[] words, long now) {
    Matcher times = Pattern.compile("now([+-][0-9]+)").matcher(words[3]);
    String claims = times.replaceAll(found -> Long.toString(now + Long.parseLong(found.group(1))));
    return Signing.token(words[1], words[2], claims, words.length > 4 ? words[4] : "");
  }
}
