# What watches the functions from outside. They tell of their failures themselves, as alerts; this is for a function that
# cannot, because it does not start, is refused a right or is not called, and for alert-dispatch, which delivers the others.

resource "google_monitoring_notification_channel" "email" {
  for_each = var.monitoring_emails

  project      = local.project
  display_name = "Maintenance: ${each.value}"
  type         = "email"
  labels       = { email_address = each.value }
}

# Every run writes one line with its outcome.
resource "google_logging_metric" "runs" {
  project     = local.project
  name        = "maintenance/runs"
  description = "Runs of the maintenance functions, by function and outcome."
  filter      = "resource.type=\"cloud_run_revision\" AND jsonPayload.function=(${join(" OR ", formatlist("\"%s\"", keys(local.functions)))}) AND jsonPayload.outcome:*"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    dynamic "labels" {
      for_each = ["function", "outcome"]

      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  label_extractors = {
    function = "EXTRACT(jsonPayload.function)"
    outcome  = "EXTRACT(jsonPayload.outcome)"
  }
}

locals {
  runs    = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.runs.name}\" AND resource.type=\"cloud_run_revision\""
  service = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=one_of(${join(", ", formatlist("\"%s\"", keys(local.functions)))})"

  # Cloud Monitoring looks back for 25 hours at most: a job that runs daily or more often can be missed here. Of the weekly
  # and monthly ones alert-dispatch tells, which knows the schedules and is watched here itself.
  progress = {
    for name, parts in local.functions : name => {
      filter    = "${local.runs} AND metric.labels.function=\"${name}\" AND metric.labels.outcome=one_of(\"Done\", \"Skipped\", \"Partial\")"
      period    = max([for job in parts.jobs : startswith(job.schedule, "*/") ? 3600 : 90000]...)
      aligner   = "ALIGN_SUM"
      reducer   = "REDUCE_SUM"
      by        = null
      compare   = "COMPARISON_LT"
      threshold = 1
      missing   = "EVALUATION_MISSING_DATA_ACTIVE"
      lasts     = 300
      severity  = "ERROR"
      title     = "${name}: no run has ended well"
      text      = "No run of ${name} has ended well for ${startswith(one(values(parts.jobs)).schedule, "*/") ? "an hour" : "a day"}. Playbook: docs/playbooks/job-missed.md."
    } if length([for job in parts.jobs : job if can(regex("^(\\*/[0-9]+ \\*|[0-9]+ [0-9]+) \\* \\* \\*$", job.schedule))]) == 1
  }

  policies = merge({ for name, policy in local.progress : "progress-${name}" => policy }, {
    errors = {
      filter    = "metric.type=\"run.googleapis.com/request_count\" AND metric.labels.response_code_class=\"5xx\" AND ${local.service}"
      period    = 600
      aligner   = "ALIGN_SUM"
      reducer   = "REDUCE_SUM"
      by        = ["resource.labels.service_name"]
      compare   = "COMPARISON_GT"
      threshold = 3 # a message that fails is delivered again, and may succeed
      missing   = "EVALUATION_MISSING_DATA_INACTIVE"
      lasts     = 0
      severity  = "ERROR"
      title     = "A function fails again and again"
      text      = "More than three requests to a function have failed within ten minutes. Read its log: gcloud functions logs read <function> --gen2."
    }
    latency = {
      filter    = "metric.type=\"run.googleapis.com/request_latencies\" AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"payment-webhook\""
      period    = 600
      aligner   = "ALIGN_PERCENTILE_95"
      reducer   = "REDUCE_MAX"
      by        = null
      compare   = "COMPARISON_GT"
      threshold = 5000 # ms; a cold start and a publication take less
      missing   = "EVALUATION_MISSING_DATA_INACTIVE"
      lasts     = 600
      severity  = "WARNING"
      title     = "payment-webhook answers slowly"
      text      = "One request in twenty took more than five seconds for twenty minutes. Payment providers give up and repeat."
    }
    dead-letters = {
      filter    = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=monitoring.regex.full_match(\".*-dead-letters\")"
      period    = 300
      aligner   = "ALIGN_MAX"
      reducer   = "REDUCE_MAX"
      by        = ["resource.labels.subscription_id"]
      compare   = "COMPARISON_GT"
      threshold = 0
      missing   = "EVALUATION_MISSING_DATA_INACTIVE"
      lasts     = 0
      severity  = "ERROR"
      title     = "There are dead letters"
      text      = "A message has failed for hours and was set aside. docs/adr/0001-dead-letters.md says how to read it and what to do."
    }
  })
}

resource "google_monitoring_alert_policy" "maintenance" {
  for_each = local.policies

  project               = local.project
  display_name          = "Maintenance: ${each.value.title}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.name]

  conditions {
    display_name = each.value.title

    condition_threshold {
      filter                  = each.value.filter
      comparison              = each.value.compare
      threshold_value         = each.value.threshold
      duration                = "${each.value.lasts}s"
      evaluation_missing_data = each.value.lasts == 0 ? null : each.value.missing

      aggregations {
        alignment_period     = "${each.value.period}s"
        per_series_aligner   = each.value.aligner
        cross_series_reducer = each.value.reducer
        group_by_fields      = each.value.by
      }
    }
  }

  documentation {
    content   = each.value.text
    mime_type = "text/markdown"
  }
}

variable "monitoring_emails" {
  description = "Who is told when a function cannot tell itself. Without anybody, incidents are in the console only."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.monitoring_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "An address is such as ops@maayegue.com."
  }
}
