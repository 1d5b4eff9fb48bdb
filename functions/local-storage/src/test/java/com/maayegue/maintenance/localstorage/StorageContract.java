package com.maayegue.maintenance.localstorage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the contract tests share. They say what our functions rely on, through the client that they
 * use, and the same cases hold against Cloud Storage itself: {@code mvn -pl functions/local-storage
 * test -Dtest='*ContractTest' -Dgcs.bucket=NAME}, with application default credentials.
 */
abstract class StorageContract {
  static final int QUARTER_MEBIBYTE = 256 * 1024;

  @TempDir Path folder;
  TestBucket bucket;
  Storage storage;

  @BeforeEach
  void open() throws IOException {
    bucket = TestBucket.open(folder);
    storage = bucket.storage();
  }

  @AfterEach
  void close() {
    bucket.close();
  }

  BlobListOption[] folderListing() {
    return new BlobListOption[] {
      BlobListOption.prefix(bucket.prefix()), BlobListOption.currentDirectory()
    };
  }

  List<String> names(BlobListOption[] options, BlobListOption more) {
    BlobListOption[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = more;
    return names(all);
  }

  List<String> names(BlobListOption... options) {
    List<String> names = new ArrayList<>();
    storage.list(bucket.name(), options).iterateAll().forEach(blob -> names.add(shortName(blob)));
    return names;
  }

  String shortName(Blob blob) {
    return blob.getName().substring(bucket.prefix().length());
  }

  BlobInfo info(String name) {
    return BlobInfo.newBuilder(bucket.id(name)).build();
  }

  BlobId withGeneration(String name, long generation) {
    return BlobId.of(bucket.name(), bucket.prefix() + name, generation);
  }

  static InputStream other() {
    return new ByteArrayInputStream("other".getBytes(UTF_8));
  }

  static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  static int statusOf(ThrowingCallable action) {
    try {
      action.call();
      return 200;
    } catch (StorageException error) {
      return error.getCode();
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  static void assertStatus(int status, ThrowingCallable action) {
    assertThatThrownBy(action)
        .asInstanceOf(type(StorageException.class))
        .extracting(StorageException::getCode)
        .isEqualTo(status);
  }
}
