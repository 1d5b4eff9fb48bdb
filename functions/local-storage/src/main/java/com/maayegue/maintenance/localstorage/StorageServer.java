package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Cloud Storage on this machine: the JSON API over a folder, for tests and for the local stack. It
 * listens on 127.0.0.1 only, asks for no credentials and knows no access control.
 *
 * <p>All that clients have written is in the folder, and is there again when another server starts
 * on it; one server at a time may. Nothing outside of the folder is touched.
 */
public final class StorageServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Server jetty;
  private final BucketStore buckets;
  private final FileChannel lock;
  private final int port;

  private StorageServer(Server jetty, BucketStore buckets, FileChannel lock) {
    this.jetty = jetty;
    this.buckets = buckets;
    this.lock = lock;
    this.port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
  }

  /**
   * Starts a server; it answers once this returns.
   *
   * @param folder where everything is kept; made when it is not there
   * @param port the TCP port, or 0 for a free one
   * @param tls whether the port answers TLS besides plain HTTP, as gsutil wants; the first start in
   *     a folder then takes about a second longer, to make a certificate
   * @throws IOException when the folder cannot be used, another server uses it, or the port is
   *     taken
   */
  public static StorageServer start(Path folder, int port, boolean tls) throws IOException {
    FileChannel lock = lock(Files.createDirectories(folder));
    try {
      BucketStore buckets = new BucketStore(folder, new GenerationClock(InstantSource.system()));
      Server jetty = new Server();
      ServerConnector connector = new ServerConnector(jetty, protocols(folder, tls));
      connector.setHost(HOST);
      connector.setPort(port);
      jetty.addConnector(connector);
      jetty.setHandler(new HttpAdapter(new StorageApi(buckets)));
      start(jetty);
      return new StorageServer(jetty, buckets, lock);
    } catch (IOException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  private static void start(Server jetty) throws IOException {
    try {
      jetty.start();
    } catch (Exception failed) {
      throw new IOException("cannot serve on " + HOST + ": " + failed.getMessage(), failed);
    }
  }

  /** Two servers on one folder would remove each other's uploads. */
  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException ofThisProcess) {
      channel.close();
      throw new IOException("another server of this process uses " + folder, ofThisProcess);
    }
    channel.close();
    throw new IOException("another server uses " + folder);
  }

  private static ConnectionFactory[] protocols(Path folder, boolean tls) throws IOException {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // Names of objects hold slashes, dots and percent signs; no path here is a path of files.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    // Names have up to 1024 bytes, in a URL three times as many characters, and copies have two.
    configuration.setRequestHeaderSize(64 * 1024);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    if (!tls) {
      return new ConnectionFactory[] {http};
    }
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server certificate = new SslContextFactory.Server();
    certificate.setKeyStorePath(LocalCertificate.in(folder).toUri().toString());
    certificate.setKeyStorePassword(LocalCertificate.PASSWORD);
    SslConnectionFactory ssl = new SslConnectionFactory(certificate, http.getProtocol());
    return new ConnectionFactory[] {new DetectorConnectionFactory(ssl), http, ssl};
  }

  /** The TCP port that the server listens on. */
  public int port() {
    return port;
  }

  /** {@code 127.0.0.1:PORT}, the form of {@code STORAGE_EMULATOR_HOST} variables. */
  public String hostAndPort() {
    return HOST + ":" + port;
  }

  /** {@code http://127.0.0.1:PORT}, what the Java client takes as its host. */
  public String url() {
    return "http://" + hostAndPort();
  }

  /**
   * Makes a bucket; one that is there keeps its objects and gets the versioning asked for.
   *
   * @param versioned whether overwritten and deleted objects stay as noncurrent generations
   * @throws IllegalArgumentException when the name is not one for a bucket
   */
  public void createBucket(String name, boolean versioned) {
    JsonObject versioning = new JsonObject();
    versioning.addProperty("enabled", versioned);
    JsonObject settings = new JsonObject();
    settings.add("versioning", versioning);
    try {
      if (buckets.contains(name)) {
        buckets.get(name).change(Preconditions.NONE, current -> Settings.merge(current, settings));
      } else {
        buckets.create(name, settings);
      }
    } catch (ApiError refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot make the bucket " + name, failed);
    }
  }

  /** Ends the server; what is written stays in the folder. Does nothing the second time. */
  @Override
  public void close() {
    try {
      jetty.stop();
      lock.close();
    } catch (Exception failed) {
      throw new IllegalStateException("the server did not stop", failed);
    }
  }

  /**
   * Serves until the process is ended. The arguments are the folder and the port (0 = a free one),
   * and {@code --tls} if gsutil is to be used; the address is printed once it answers.
   */
  public static void main(String[] arguments) throws Exception {
    boolean tls = arguments.length == 3 && arguments[2].equals("--tls");
    if (arguments.length != (tls ? 3 : 2)) {
      System.err.println("usage: StorageServer <folder> <port> [--tls]");
      System.exit(2);
    }
    StorageServer server = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), tls);
    System.out.println("Cloud Storage on " + server.url());
    server.jetty.join();
  }
}
