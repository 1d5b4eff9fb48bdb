package com.maayegue.maintenance.sqlitesalvage;

/** Numbers as SQLite writes them: big-endian, and varints of one to nine bytes. */
final class Bytes {
  private static final int LONGEST_VARINT = 9;

  private Bytes() {}

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  static long u32(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
  }

  /** A signed number of {@code length} bytes. */
  static long signed(byte[] bytes, int at, int length) {
    long value = bytes[at];
    for (int i = 1; i < length; i++) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }

  /** The varint that begins at {@code at}. */
  static long varint(byte[] bytes, int at) {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT - 1; i++) {
      int next = bytes[at + i];
      value = value << 7 | (next & 0x7f);
      if (next >= 0) {
        return value;
      }
    }
    return value << 8 | (bytes[at + LONGEST_VARINT - 1] & 0xff);
  }

  /** How many bytes the varint that begins at {@code at} has. */
  static int varintLength(byte[] bytes, int at) {
    int length = 1;
    while (length < LONGEST_VARINT && bytes[at + length - 1] < 0) {
      length++;
    }
    return length;
  }
}
