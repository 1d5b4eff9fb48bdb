package com.maayegue.maintenance.paymentwebhook;

import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as the invoker hands it on. */
final class TestRequest implements HttpRequest {
  private final String method;
  private final String target;
  private final byte[] body;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private TestRequest(String method, String target, byte[] body) {
    this.method = method;
    this.target = target;
    this.body = body;
  }

  static TestRequest of(String method, String target, byte[] body) {
    return new TestRequest(method, target, body);
  }

  static TestRequest stripe(byte[] body, String signature) {
    return of("POST", "/stripe", body)
        .with("Content-Type", "application/json; charset=utf-8")
        .with("Stripe-Signature", signature);
  }

  static TestRequest campay(String query) {
    return of("GET", "/campay?" + query, new byte[0]);
  }

  /** Adds a header to this request. */
  TestRequest with(String name, String value) {
    headers.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    return this;
  }

  String target() {
    return target;
  }

  byte[] body() {
    return body;
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getUri() {
    return "http://localhost:8080" + target;
  }

  @Override
  public String getPath() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  @Override
  public Optional<String> getQuery() {
    int query = target.indexOf('?');
    return query < 0 ? Optional.empty() : Optional.of(target.substring(query + 1));
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    throw new UnsupportedOperationException("decodes leniently");
  }

  @Override
  public Map<String, HttpPart> getParts() {
    throw new UnsupportedOperationException("not asked for");
  }

  @Override
  public Optional<String> getContentType() {
    return getFirstHeader("Content-Type");
  }

  @Override
  public long getContentLength() {
    return body.length;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.empty();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new ByteArrayInputStream(body);
  }

  @Override
  public BufferedReader getReader() {
    throw new UnsupportedOperationException("decodes leniently");
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }

  @Override
  public String toString() {
    return method + " " + target + " " + headers + " " + body.length + " bytes";
  }
}
