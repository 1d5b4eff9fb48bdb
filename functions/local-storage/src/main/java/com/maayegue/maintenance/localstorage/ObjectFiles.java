package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a bucket's objects: {@code <generation>.blob} holds the bytes and {@code
 * <generation>.json} the metadata. Names of objects are never names of files, so no name can leave
 * the folder or be too long for it. A generation exists once its JSON does: bytes are put there
 * first and removed last, each by one rename or removal, so a crash leaves at most an orphan, which
 * {@link #load()} removes.
 */
final class ObjectFiles {
  private static final String METADATA = ".json";
  private static final String BYTES = ".blob";
  private static final String UNFINISHED = ".tmp";

  private final Path folder;

  ObjectFiles(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Every generation that was committed; what is left of others is removed. */
  List<ObjectMetadata> load() throws IOException {
    List<ObjectMetadata> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(METADATA)) {
          found.add(ObjectMetadata.fromJson(readJson(file)));
        } else if (name.endsWith(UNFINISHED) || isOrphan(name)) {
          Files.delete(file);
        }
      }
    }
    return found;
  }

  private boolean isOrphan(String name) {
    return name.endsWith(BYTES)
        && Files.notExists(
            folder.resolve(name.substring(0, name.length() - BYTES.length()) + METADATA));
  }

  /** Moves {@code bytes} here and commits {@code metadata}; on failure neither stays. */
  void add(ObjectMetadata metadata, Path bytes) throws IOException {
    Path blob = file(metadata, BYTES);
    Files.move(bytes, blob, StandardCopyOption.ATOMIC_MOVE);
    try {
      save(metadata);
    } catch (IOException failed) {
      Files.deleteIfExists(blob);
      throw failed;
    }
  }

  /** Replaces the metadata of a generation. */
  void save(ObjectMetadata metadata) throws IOException {
    writeJson(file(metadata, METADATA), metadata.toJson());
  }

  void remove(ObjectMetadata metadata) throws IOException {
    Files.deleteIfExists(file(metadata, METADATA));
    Files.deleteIfExists(file(metadata, BYTES));
  }

  InputStream open(ObjectMetadata metadata) throws IOException {
    return Files.newInputStream(file(metadata, BYTES));
  }

  /** Where the bytes are, which never change while they are there. */
  Path bytes(ObjectMetadata metadata) {
    return file(metadata, BYTES);
  }

  private Path file(ObjectMetadata metadata, String ending) {
    return folder.resolve(metadata.generation() + ending);
  }

  /** Reads a JSON file of this server. */
  static JsonObject readJson(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  /** Writes a JSON file at once: a reader, or a restart, sees the old content or the new. */
  static void writeJson(Path file, JsonObject json) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.writeString(unfinished, json.toString());
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
