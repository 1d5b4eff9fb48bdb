package com.maayegue.maintenance.localstorage;

import java.io.IOException;
import java.util.List;

/** Finds the resource that a request is for, and turns what goes wrong into an answer. */
final class StorageApi {
  private static final List<String> VERSIONED_ROOT = List.of("storage", "v1", "b");

  private final BucketResource buckets;
  private final ObjectResource objects;
  private final CopyResource copies;
  private final ComposeResource compositions;
  private final UploadResource uploads;

  StorageApi(BucketStore store) {
    this.buckets = new BucketResource(store);
    this.objects = new ObjectResource(store);
    this.copies = new CopyResource(store);
    this.compositions = new ComposeResource(store);
    this.uploads = new UploadResource(store, new ResumableUploads(store.incoming()));
  }

  /** The answer to a request; an error is an answer too. */
  ApiResponse answer(ApiRequest request) {
    try {
      return route(request);
    } catch (ApiError error) {
      return error.response();
    } catch (IOException | RuntimeException failure) {
      return ApiError.internal(failure.toString()).response();
    }
  }

  private ApiResponse route(ApiRequest request) throws IOException {
    List<String> path = request.path();
    if (path.equals(List.of("batch", "storage", "v1"))) {
      return BatchResource.answer(request, this::answer);
    }
    int root = rootLength(path);
    List<String> below = path.subList(root, path.size());
    if (path.get(0).equals("upload") || path.get(0).equals("resumable")) {
      return upload(request, below);
    }
    if (path.get(0).equals("download")) {
      return download(request, below);
    }
    return below.size() > 3 && below.get(1).equals("o")
        ? copy(request, below)
        : resource(request, below);
  }

  /** How many segments come before the name of the bucket. */
  private static int rootLength(List<String> path) {
    int prefix =
        switch (path.get(0)) {
          case "resumable" -> 2;
          case "upload", "download" -> 1;
          default -> 0;
        };
    int length = prefix + VERSIONED_ROOT.size();
    if (path.size() < length || !path.subList(prefix, length).equals(VERSIONED_ROOT)) {
      throw ApiError.notFound("Not Found");
    }
    return length;
  }

  private ApiResponse upload(ApiRequest request, List<String> below) throws IOException {
    if (below.size() == 2 && below.get(1).equals("o")) {
      return uploads.upload(request, below.get(0));
    }
    throw ApiError.notFound("Not Found");
  }

  private ApiResponse download(ApiRequest request, List<String> below) throws IOException {
    if (below.size() == 3 && below.get(1).equals("o")) {
      return objects.media(request, below.get(0), below.get(2));
    }
    throw ApiError.notFound("Not Found");
  }

  private ApiResponse resource(ApiRequest request, List<String> below) throws IOException {
    if (below.isEmpty()) {
      return buckets.all(request);
    }
    String bucket = below.get(0);
    if (below.size() == 1) {
      return buckets.one(request, bucket);
    }
    return switch (below.get(1)) {
      case "o" ->
          below.size() == 3
              ? objects.one(request, bucket, below.get(2))
              : objects.list(request, bucket);
      case "storageLayout" -> buckets.layout(bucket);
      case "managedFolders" -> buckets.managedFolders(bucket);
      default -> throw ApiError.notSupported("resource " + below.get(1));
    };
  }

  private ApiResponse copy(ApiRequest request, List<String> below) throws IOException {
    CopyResource.Address from = new CopyResource.Address(below.get(0), below.get(2));
    String verb = below.get(3);
    if (below.size() == 4 && verb.equals("compose")) {
      requireMethod(request, "POST");
      return compositions.compose(request, from.bucket(), from.name());
    }
    boolean toAnObject = below.size() == 8 && below.get(4).equals("b") && below.get(6).equals("o");
    if (!toAnObject || !(verb.equals("rewriteTo") || verb.equals("copyTo"))) {
      throw ApiError.notSupported("method " + verb);
    }
    requireMethod(request, "POST");
    CopyResource.Address to = new CopyResource.Address(below.get(5), below.get(7));
    return verb.equals("copyTo")
        ? copies.copy(request, from, to)
        : copies.rewrite(request, from, to);
  }

  private static void requireMethod(ApiRequest request, String method) {
    if (!request.method().equals(method)) {
      throw ApiError.methodNotAllowed(request.method());
    }
  }
}
