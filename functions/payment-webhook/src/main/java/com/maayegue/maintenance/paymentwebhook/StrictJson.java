package com.maayegue.maintenance.paymentwebhook;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.maayegue.maintenance.paymentwebhook.Fields.Kind;
import com.maayegue.maintenance.paymentwebhook.Fields.Value;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads a JSON object as RFC 8259 has it and no other way: UTF-8 without a byte order mark, no name
 * twice in an object, nothing behind it, nested {@value #MOST_DEPTH} deep at most. Two readers of
 * such a text cannot see two different things in it.
 */
final class StrictJson {
  private static final int MOST_DEPTH = 32;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  // A field of no interest, and whatever is in it.
  private static final String NOWHERE = "";

  private final JsonReader reader;
  private final Set<String> wanted;
  private final Map<String, Value> found = new HashMap<>();

  private StrictJson(String text, Set<String> wanted) {
    reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MOST_DEPTH);
    this.wanted = wanted;
  }

  /**
   * The fields of {@code wanted} that are in the text; those that are null count as absent.
   *
   * @param wanted paths such as {@code data.object.id}
   * @throws Refusal if the text is anything but such an object
   */
  static Fields read(byte[] text, Set<String> wanted) {
    String decoded = utf8(text);
    if (!decoded.isEmpty() && decoded.charAt(0) == BYTE_ORDER_MARK) {
      throw new Refusal(400, "JSON does not begin with a byte order mark");
    }
    StrictJson json = new StrictJson(decoded, wanted);
    try {
      json.object("");
      if (json.reader.peek() != JsonToken.END_DOCUMENT) {
        throw new Refusal(400, "expected one JSON object and nothing behind it");
      }
    } catch (IOException | IllegalStateException | NumberFormatException malformed) {
      throw new Refusal(400, "expected a JSON object");
    }
    return new Fields(json.found);
  }

  /**
   * The characters that the bytes stand for.
   *
   * @throws Refusal if they are not UTF-8
   */
  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException invalid) {
      throw new Refusal(400, "expected UTF-8");
    }
  }

  private void object(String prefix) throws IOException {
    Set<String> names = new HashSet<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (!names.add(name)) {
        throw new Refusal(400, "a name is there twice in a JSON object");
      }
      // A dot in a name must not look like a path.
      boolean nowhere = prefix == null || name.indexOf('.') >= 0;
      value(nowhere ? NOWHERE : prefix + name);
    }
    reader.endObject();
  }

  private void value(String path) throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        keep(path, Kind.OTHER, "{}");
        object(path.equals(NOWHERE) ? null : path + ".");
      }
      case BEGIN_ARRAY -> {
        keep(path, Kind.OTHER, "[]");
        array();
      }
      case STRING -> keep(path, Kind.TEXT, reader.nextString());
      case NUMBER -> keep(path, Kind.NUMBER, reader.nextString());
      case BOOLEAN -> keep(path, Kind.OTHER, Boolean.toString(reader.nextBoolean()));
      default -> reader.nextNull();
    }
  }

  private void array() throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      value(NOWHERE);
    }
    reader.endArray();
  }

  private void keep(String path, Kind kind, String text) {
    if (wanted.contains(path)) {
      found.put(path, new Value(kind, text));
    }
  }
}
