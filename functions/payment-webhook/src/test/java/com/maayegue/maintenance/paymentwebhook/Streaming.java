package com.maayegue.maintenance.paymentwebhook;

import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request whose body comes as a stream of unknown length. */
record Streaming(TestRequest request, InputStream body) implements HttpRequest {
  @Override
  public String getMethod() {
    return request.getMethod();
  }

  @Override
  public String getUri() {
    return request.getUri();
  }

  @Override
  public String getPath() {
    return request.getPath();
  }

  @Override
  public Optional<String> getQuery() {
    return request.getQuery();
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    return request.getQueryParameters();
  }

  @Override
  public Map<String, HttpPart> getParts() {
    return request.getParts();
  }

  @Override
  public Optional<String> getContentType() {
    return request.getContentType();
  }

  @Override
  public long getContentLength() {
    return -1;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return request.getCharacterEncoding();
  }

  @Override
  public InputStream getInputStream() {
    return body;
  }

  @Override
  public BufferedReader getReader() {
    return request.getReader();
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return request.getHeaders();
  }
}
