package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A request that is answered with an error, in the words and the JSON of Cloud Storage. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  private ApiError(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  /** 400: the request itself is wrong. */
  static ApiError invalid(String message) {
    return new ApiError(400, "invalid", message);
  }

  /** 400: a parameter that the method needs is absent. */
  static ApiError required(String parameter) {
    return new ApiError(400, "required", "Required parameter: " + parameter);
  }

  /** 404 for a bucket. */
  static ApiError noSuchBucket() {
    return new ApiError(404, "notFound", "The specified bucket does not exist.");
  }

  /** 404 for an object or one of its generations. */
  static ApiError noSuchObject(String bucket, String name) {
    return new ApiError(404, "notFound", "No such object: " + bucket + "/" + name);
  }

  /** 404 for anything else. */
  static ApiError notFound(String message) {
    return new ApiError(404, "notFound", message);
  }

  /** 405: the resource exists, but not for this method. */
  static ApiError methodNotAllowed(String method) {
    return new ApiError(405, "methodNotAllowed", "The method " + method + " is not allowed here.");
  }

  /** 409: the state of a bucket forbids it. */
  static ApiError conflict(String message) {
    return new ApiError(409, "conflict", message);
  }

  /** 412: someone else was first, or the object is not the one that the client has seen. */
  static ApiError preconditionFailed() {
    return new ApiError(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  /** 304: a read of what the client has already; it has no body. */
  static ApiError notModified() {
    return new ApiError(304, "notModified", "Not Modified");
  }

  /** 416: the range begins behind the end of the object. */
  static ApiError rangeNotSatisfiable() {
    return new ApiError(
        416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied.");
  }

  /** 400: Cloud Storage has it, this server does not. Tools would try for long after a 501. */
  static ApiError notSupported(String what) {
    return new ApiError(400, "notSupported", "The local Storage server has no " + what + ".");
  }

  /** 500: the disk failed, or this server is wrong. */
  static ApiError internal(String message) {
    return new ApiError(500, "internalError", message);
  }

  int status() {
    return status;
  }

  /** The answer as Cloud Storage writes it. */
  ApiResponse response() {
    if (status == 304) {
      return ApiResponse.empty(304);
    }
    JsonObject detail = new JsonObject();
    detail.addProperty("message", getMessage());
    detail.addProperty("domain", "global");
    detail.addProperty("reason", reason);
    if (status == 412) {
      detail.addProperty("locationType", "header");
      detail.addProperty("location", "If-Match");
    }
    JsonArray details = new JsonArray();
    details.add(detail);
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", getMessage());
    error.add("errors", details);
    JsonObject answer = new JsonObject();
    answer.add("error", error);
    return ApiResponse.json(status, answer);
  }
}
