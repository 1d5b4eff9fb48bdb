package com.maayegue.maintenance.costmonitor;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.monitoring.v3.MetricServiceClient;
import com.google.cloud.monitoring.v3.MetricServiceSettings;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads series of Cloud Monitoring, or of its stand-in. Changes nothing. */
final class MonitoringSeries implements AutoCloseable {
  // Hours, so that days can begin where the quota's do.
  private static final Duration STEP = Duration.ofHours(1);
  private static final int MOST_SAMPLES = 200_000;
  private static final RetrySettings PATIENCE =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(200))
          .setRetryDelayMultiplier(2.0)
          .setMaxRetryDelayDuration(Duration.ofSeconds(2))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(15))
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(15))
          .setTotalTimeoutDuration(Duration.ofSeconds(20))
          .setMaxAttempts(3)
          .build();

  private final MetricServiceClient client;
  private final String project;

  private MonitoringSeries(MetricServiceClient client, String project) {
    this.client = client;
    this.project = project;
  }

  static MonitoringSeries open(CostSettings settings) throws IOException {
    MetricServiceSettings.Builder builder = MetricServiceSettings.newBuilder();
    builder
        .listTimeSeriesSettings()
        .setRetrySettings(PATIENCE)
        .setRetryableCodes(com.google.api.gax.rpc.StatusCode.Code.UNAVAILABLE);
    if (settings.monitoringEmulator().isPresent()) {
      InstantiatingGrpcChannelProvider plain =
          MetricServiceSettings.defaultGrpcTransportProviderBuilder()
              .setEndpoint(settings.monitoringEmulator().get())
              .setChannelConfigurator(channel -> channel.usePlaintext())
              .build();
      builder
          .setTransportChannelProvider(plain)
          .setCredentialsProvider(NoCredentialsProvider.create());
    }
    return new MonitoringSeries(
        MetricServiceClient.create(builder.build()), settings.common().project());
  }

  /**
   * The samples of one metric.
   *
   * @param filter more than its type; empty for none
   * @throws com.google.api.gax.rpc.ApiException if Cloud Monitoring refuses or does not answer
   * @throws IllegalStateException if there are more than 200,000
   */
  List<Sample> read(MonitoringSource source, String filter, Instant from, Instant to) {
    ListTimeSeriesRequest request =
        ListTimeSeriesRequest.newBuilder()
            .setName("projects/" + project)
            .setFilter("metric.type = \"" + source.type() + "\"" + filter)
            .setInterval(TimeInterval.newBuilder().setStartTime(stamp(from)).setEndTime(stamp(to)))
            .setAggregation(aggregation(source))
            .setView(ListTimeSeriesRequest.TimeSeriesView.FULL)
            .build();
    List<Sample> samples = new ArrayList<>();
    int number = 0;
    for (TimeSeries series : client.listTimeSeries(request).iterateAll()) {
      for (Point point : series.getPointsList()) {
        samples.add(sample(number, point));
      }
      number++;
      if (samples.size() > MOST_SAMPLES) {
        throw new IllegalStateException(source.type() + " has more than 200,000 points");
      }
    }
    return samples;
  }

  private static Aggregation aggregation(MonitoringSource source) {
    Aggregation.Builder aggregation =
        Aggregation.newBuilder()
            .setAlignmentPeriod(
                com.google.protobuf.Duration.newBuilder().setSeconds(STEP.toSeconds()));
    return switch (source.kind()) {
      case COUNT ->
          aggregation
              .setPerSeriesAligner(Aggregation.Aligner.ALIGN_SUM)
              .setCrossSeriesReducer(Aggregation.Reducer.REDUCE_SUM)
              .build();
      // Not summed there: buckets are sampled at different times, and a sum of some is too small.
      case LEVEL -> aggregation.setPerSeriesAligner(Aggregation.Aligner.ALIGN_MEAN).build();
      case MEAN -> aggregation.setPerSeriesAligner(Aggregation.Aligner.ALIGN_DELTA).build();
    };
  }

  private static Sample sample(int series, Point point) {
    Instant start = instant(point.getInterval().getStartTime());
    Instant end = instant(point.getInterval().getEndTime());
    TypedValue value = point.getValue();
    return switch (value.getValueCase()) {
      case INT64_VALUE -> new Sample(series, start, end, (double) value.getInt64Value(), 1);
      case DOUBLE_VALUE -> new Sample(series, start, end, value.getDoubleValue(), 1);
      case DISTRIBUTION_VALUE ->
          new Sample(
              series,
              start,
              end,
              value.getDistributionValue().getMean(),
              (double) value.getDistributionValue().getCount());
      default -> throw new IllegalStateException("a point without a number: " + value);
    };
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static Timestamp stamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  @Override
  public void close() {
    client.close();
  }
}
