package com.maayegue.maintenance.localstorage;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * Entity tags as Cloud Storage makes them: a protocol buffer of the generation (field 1) and the
 * metageneration (field 2), in base 64. Equal tags mean equal bytes and equal metadata.
 */
final class Etag {
  private Etag() {}

  static String of(long generation, long metageneration) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(0x08);
    varint(message, generation);
    message.write(0x10);
    varint(message, metageneration);
    return Base64.getEncoder().encodeToString(message.toByteArray());
  }

  private static void varint(ByteArrayOutputStream message, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      message.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    message.write((int) rest);
  }
}
