package com.maayegue.maintenance.localstorage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A self-signed certificate for this machine, for tools that speak nothing but TLS. Nobody trusts
 * it, so it protects nothing, and its password is no secret.
 */
public final class LocalCertificate {
  /** Of the key store and the key. */
  public static final String PASSWORD = "localhost";

  private LocalCertificate() {}

  /**
   * The key store in {@code folder}; made by the JDK's keytool, in about a second, when it is not
   * there.
   */
  public static Path in(Path folder) throws IOException {
    Path keyStore = folder.resolve(".localhost.p12");
    if (Files.notExists(keyStore)) {
      Path unfinished = folder.resolve(".localhost.p12.tmp");
      Files.deleteIfExists(unfinished);
      generate(unfinished);
      Files.move(unfinished, keyStore, StandardCopyOption.ATOMIC_MOVE);
    }
    return keyStore;
  }

  private static void generate(Path keyStore) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "localhost",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-validity",
            "3650",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            keyStore.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    keytool.getOutputStream().close();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool made no certificate: " + output.strip());
      }
    } catch (InterruptedException interrupted) {
      keytool.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool made a certificate", interrupted);
    }
  }
}
