package com.maayegue.maintenance.monitoringstandin;

import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.Timestamp;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cloud Monitoring's {@code ListTimeSeries} on the loopback: what was put for a metric, cut to the
 * interval that is asked for, in pages. It aligns and reduces nothing: it is given series as they
 * would be after that. A metric that nothing was put for has no series, as in the cloud.
 */
public final class MonitoringStandIn implements AutoCloseable {
  private static final MethodDescriptor<ListTimeSeriesRequest, ListTimeSeriesResponse> LIST =
      MethodDescriptor.<ListTimeSeriesRequest, ListTimeSeriesResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("google.monitoring.v3.MetricService/ListTimeSeries")
          .setRequestMarshaller(ProtoUtils.marshaller(ListTimeSeriesRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(ListTimeSeriesResponse.getDefaultInstance()))
          .build();
  private static final Pattern METRIC = Pattern.compile("metric\\.type ?= ?\"([^\"]+)\"");

  private final Map<String, List<TimeSeries>> series = new ConcurrentHashMap<>();
  private final Map<String, Status> failures = new ConcurrentHashMap<>();
  private final List<ListTimeSeriesRequest> asked = new CopyOnWriteArrayList<>();
  private final Server server;
  private volatile int pageSize = 2;

  private MonitoringStandIn(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(
                ServerServiceDefinition.builder("google.monitoring.v3.MetricService")
                    .addMethod(LIST, ServerCalls.asyncUnaryCall(this::list))
                    .build())
            .build()
            .start();
  }

  /**
   * Starts it.
   *
   * @param port 0 for a free one
   */
  public static MonitoringStandIn start(int port) throws IOException {
    return new MonitoringStandIn(port);
  }

  /** Where a client finds it. */
  public String hostAndPort() {
    return "127.0.0.1:" + server.getPort();
  }

  /** What the metric of this type is from now on. */
  public void put(String type, List<TimeSeries> serves) {
    series.put(type, List.copyOf(serves));
    failures.remove(type);
  }

  /** Questions for this metric fail from now on. */
  public void fail(String type, Status status) {
    failures.put(type, status);
  }

  /** How many series an answer has at most. */
  public void page(int size) {
    pageSize = size;
  }

  /** The questions so far. */
  public List<ListTimeSeriesRequest> asked() {
    return List.copyOf(asked);
  }

  /** Forgets everything. */
  public void clear() {
    series.clear();
    failures.clear();
    asked.clear();
  }

  private void list(ListTimeSeriesRequest request, StreamObserver<ListTimeSeriesResponse> answer) {
    asked.add(request);
    Matcher metric = METRIC.matcher(request.getFilter());
    if (!request.getName().startsWith("projects/") || !metric.find()) {
      answer.onError(
          Status.INVALID_ARGUMENT
              .withDescription("expected a project, and a filter with metric.type")
              .asRuntimeException());
      return;
    }
    Status failure = failures.get(metric.group(1));
    if (failure != null) {
      answer.onError(failure.asRuntimeException());
      return;
    }
    List<TimeSeries> all = series.getOrDefault(metric.group(1), List.of());
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int to = Math.min(all.size(), from + pageSize);
    ListTimeSeriesResponse.Builder page = ListTimeSeriesResponse.newBuilder();
    for (TimeSeries each : all.subList(from, to)) {
      page.addTimeSeries(within(request.getInterval(), each));
    }
    if (to < all.size()) {
      page.setNextPageToken(Integer.toString(to));
    }
    answer.onNext(page.build());
    answer.onCompleted();
  }

  private static TimeSeries within(TimeInterval asked, TimeSeries whole) {
    Instant after = instant(asked.getStartTime());
    Instant last = instant(asked.getEndTime());
    TimeSeries.Builder part = whole.toBuilder().clearPoints();
    for (Point point : whole.getPointsList()) {
      Instant end = instant(point.getInterval().getEndTime());
      if (end.isAfter(after) && !end.isAfter(last)) {
        part.addPoints(point);
      }
    }
    return part.build();
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** Stops it; nobody listens at its port any more. */
  @Override
  public void close() {
    server.shutdownNow();
  }
}
