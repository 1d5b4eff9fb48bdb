package com.maayegue.maintenance.localstorage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The API on HTTP connections. */
final class HttpAdapter extends Handler.Abstract {
  private final StorageApi api;

  HttpAdapter(StorageApi api) {
    this.api = api;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    InputStream body = Content.Source.asInputStream(request);
    ApiResponse answer;
    try {
      answer = api.answer(read(request, body));
    } catch (ApiError malformed) {
      answer = malformed.response();
    }
    try (InputStream content = answer.body()) {
      // A client that is still sending would not see an early answer: it would see a broken pipe.
      body.transferTo(OutputStream.nullOutputStream());
      write(answer, content, request.getMethod().equals("HEAD"), response);
    }
    callback.succeeded();
    return true;
  }

  private static ApiRequest read(Request request, InputStream body) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.merge(
          field.getName().toLowerCase(Locale.ROOT), field.getValue(), (a, b) -> a + "," + b);
    }
    String origin = request.getHttpURI().getScheme() + "://" + request.getHttpURI().getAuthority();
    // Not the canonical path: an object may be named "a/../b".
    String target = request.getHttpURI().getPathQuery();
    return ApiRequest.of(request.getMethod(), target, headers, body, origin);
  }

  private static void write(
      ApiResponse answer, InputStream content, boolean headOnly, Response response)
      throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.length() >= 0 && answer.status() != 204 && answer.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length());
    }
    if (headOnly) {
      return;
    }
    try (OutputStream output = Content.Sink.asOutputStream(response)) {
      if (answer.length() == ApiResponse.UNKNOWN_LENGTH) {
        content.transferTo(output);
      } else {
        copy(content, output, answer.length());
      }
    }
  }

  private static void copy(InputStream source, OutputStream target, long length)
      throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long rest = length;
    while (rest > 0) {
      int count = source.read(buffer, 0, (int) Math.min(buffer.length, rest));
      if (count < 0) {
        throw new EOFException("the object is shorter than its metadata says");
      }
      target.write(buffer, 0, count);
      rest -= count;
    }
  }
}
