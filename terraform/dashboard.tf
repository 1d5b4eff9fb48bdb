# One page that says whether the maintenance is well.
resource "google_monitoring_dashboard" "maintenance" {
  project = local.project

  dashboard_json = jsonencode({
    displayName = "Maintenance"
    mosaicLayout = {
      columns = 48
      tiles = [
        for position, chart in [
          { title = "Runs by function and outcome", by = ["metric.label.function", "metric.label.outcome"], filter = local.runs, period = 3600, aligner = "ALIGN_SUM", reducer = "REDUCE_SUM", plot = "STACKED_BAR" },
          { title = "Dead letters", by = ["resource.label.subscription_id"], filter = local.policies["dead-letters"].filter, period = 300, aligner = "ALIGN_MAX", reducer = "REDUCE_MAX", plot = "LINE" },
          { title = "Requests that failed (5xx)", by = ["resource.label.service_name"], filter = local.policies.errors.filter, period = 600, aligner = "ALIGN_SUM", reducer = "REDUCE_SUM", plot = "STACKED_BAR" },
          { title = "Time of requests, 95th percentile (ms)", by = ["resource.label.service_name"], filter = "metric.type=\"run.googleapis.com/request_latencies\" AND ${local.service}", period = 600, aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX", plot = "LINE" },
          { title = "Memory in use, of what there is", by = ["resource.label.service_name"], filter = "metric.type=\"run.googleapis.com/container/memory/utilizations\" AND ${local.service}", period = 600, aligner = "ALIGN_PERCENTILE_99", reducer = "REDUCE_MAX", plot = "LINE" },
          { title = "Alerts that nobody has fetched", by = ["resource.label.subscription_id"], filter = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${google_pubsub_subscription.alerts_inbox.name}\"", period = 300, aligner = "ALIGN_MAX", reducer = "REDUCE_MAX", plot = "LINE" },
          ] : {
          xPos   = position % 2 * 24
          yPos   = floor(position / 2) * 16
          width  = 24
          height = 16
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [{
                plotType = chart.plot
                timeSeriesQuery = {
                  timeSeriesFilter = {
                    filter = chart.filter
                    aggregation = {
                      alignmentPeriod    = "${chart.period}s"
                      perSeriesAligner   = chart.aligner
                      crossSeriesReducer = chart.reducer
                      groupByFields      = chart.by
                    }
                  }
                }
              }]
            }
          }
        }
      ]
    }
  })
}
