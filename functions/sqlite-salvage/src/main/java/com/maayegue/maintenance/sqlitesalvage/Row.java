package com.maayegue.maintenance.sqlitesalvage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Optional;

/** One record: the fields of a row, of which nothing is changed on its way. */
final class Row {
  private static final int MOST_FIELDS = 32_768;
  private static final int[] LENGTHS = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

  private final long rowid;
  private final byte[] payload;
  private final long[] types;
  private final int[] offsets;

  private Row(long rowid, byte[] payload, long[] types, int[] offsets) {
    this.rowid = rowid;
    this.payload = payload;
    this.types = types;
    this.offsets = offsets;
  }

  /** Reads a payload; nothing if its header does not fit its length to the byte. */
  static Optional<Row> parse(long rowid, byte[] payload) {
    byte[] bytes = Arrays.copyOf(payload, payload.length + PageFile.MARGIN);
    long header = Bytes.varint(bytes, 0);
    if (header < 1 || header > payload.length) {
      return Optional.empty();
    }
    long[] types = new long[(int) Math.min(header, MOST_FIELDS)];
    int[] offsets = new int[types.length];
    int fields = 0;
    int at = Bytes.varintLength(bytes, 0);
    long body = header;
    while (at < header && fields < types.length) {
      long type = Bytes.varint(bytes, at);
      at += Bytes.varintLength(bytes, at);
      long length = length(type);
      if (length < 0 || body + length > payload.length) {
        return Optional.empty();
      }
      types[fields] = type;
      offsets[fields++] = (int) body;
      body += length;
    }
    if (at != header || body != payload.length) {
      return Optional.empty();
    }
    return Optional.of(
        new Row(rowid, payload, Arrays.copyOf(types, fields), Arrays.copyOf(offsets, fields)));
  }

  private static long length(long type) {
    if (type < 0 || type == 10 || type == 11) {
      return -1;
    }
    return type < 10 ? LENGTHS[(int) type] : (type - 12) / 2;
  }

  long rowid() {
    return rowid;
  }

  /** How many fields there are; columns that were added later have none. */
  int size() {
    return types.length;
  }

  boolean isNull(int field) {
    return types[field] == 0;
  }

  boolean isNumber(int field) {
    return types[field] >= 1 && types[field] <= 9;
  }

  boolean isInteger(int field) {
    return isNumber(field) && types[field] != 7;
  }

  boolean isText(int field) {
    return types[field] >= 13 && types[field] % 2 == 1;
  }

  /** The value of an integer. */
  long integer(int field) {
    int type = (int) types[field];
    return type >= 8 ? type - 8 : Bytes.signed(payload, offsets[field], LENGTHS[type]);
  }

  /** The value of a text. */
  String text(int field, Charset charset) {
    return new String(bytes(field), charset);
  }

  /** A number that is the same for the same value, however it is stored. */
  int hash(int field) {
    if (!isNumber(field)) {
      return Arrays.hashCode(bytes(field)) + (isText(field) ? 1 : 0);
    }
    if (isInteger(field)) {
      return Long.hashCode(integer(field));
    }
    double value = Double.longBitsToDouble(Bytes.signed(payload, offsets[field], 8));
    return value == Math.rint(value) ? Long.hashCode((long) value) : Double.hashCode(value);
  }

  /**
   * Whether a text has bytes that no text has: rubbish, or written by a program of another mind.
   */
  boolean isGarbled(Charset charset) {
    for (int i = 0; i < size(); i++) {
      if (isText(i)) {
        CharsetDecoder decoder = charset.newDecoder();
        try {
          if (decoder.decode(ByteBuffer.wrap(bytes(i))).toString().indexOf(0) >= 0) {
            return true;
          }
        } catch (CharacterCodingException rubbish) {
          return true;
        }
      }
    }
    return false;
  }

  /** Compares the first fields as an index of SQLite does: nothing, numbers, texts, other bytes. */
  int compareFirst(Row other) {
    int ranks = Integer.compare(rank(), other.rank());
    if (ranks != 0 || rank() == 0) {
      return ranks;
    }
    if (rank() > 1) {
      return Arrays.compareUnsigned(bytes(0), other.bytes(0));
    }
    return isInteger(0) && other.isInteger(0)
        ? Long.compare(integer(0), other.integer(0))
        : Double.compare(number(), other.number());
  }

  private int rank() {
    if (isNull(0)) {
      return 0;
    }
    if (isNumber(0)) {
      return 1;
    }
    return isText(0) ? 2 : 3;
  }

  private double number() {
    return isInteger(0)
        ? integer(0)
        : Double.longBitsToDouble(Bytes.signed(payload, offsets[0], 8));
  }

  /** Sets a parameter; a text goes as bytes, to be cast, so that none of them changes. */
  void bind(PreparedStatement statement, int parameter, int field) throws SQLException {
    if (isNull(field)) {
      statement.setNull(parameter, Types.NULL);
    } else if (types[field] == 7) {
      long bits = Bytes.signed(payload, offsets[field], 8);
      statement.setDouble(parameter, Double.longBitsToDouble(bits));
    } else if (isNumber(field)) {
      statement.setLong(parameter, integer(field));
    } else {
      statement.setBytes(parameter, bytes(field));
    }
  }

  private byte[] bytes(int field) {
    int from = offsets[field];
    return Arrays.copyOfRange(payload, from, from + (int) length(types[field]));
  }
}
