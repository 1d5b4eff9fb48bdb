# cost-monitor: measures what is used of free tiers and of the budget, forecasts it, and tells before a limit is reached.
# It stops nothing. The schedule and its reason are in schedules.json, the settings in docs/configuration.md.

module "cost_monitor" {
  source   = "./modules/function"
  platform = local.platform

  name            = "cost-monitor"
  description     = "measures what is used of free tiers and of the budget, and tells before a limit is reached."
  entry_class     = "com.maayegue.maintenance.costmonitor.CostMonitorFunction"
  jobs            = local.jobs["cost-monitor"]
  listens_to      = { id = google_pubsub_topic.billing_budget.id }
  memory          = var.cost_monitor.memory
  timeout_seconds = local.event_timeout_seconds
  max_instances   = 1 # nothing here is in a hurry

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    DRY_RUN              = tostring(var.dry_run.cost_monitor)
    ALERT_TOPIC          = google_pubsub_topic.alerts.name
    TIME_ZONE            = var.time_zone
    RUN_TIME_LIMIT       = var.run_time_limit
    SQLITE_BUCKET        = google_storage_bucket.sqlite.name
    DATABASES            = join(",", var.databases)
    LIMITS               = jsonencode(var.cost_monitor.limits)
    SIGNALS              = jsonencode(var.cost_monitor.signals)
    QUOTA_TIME_ZONE      = var.cost_monitor.quota_time_zone
    ACTIVE_WITHIN        = var.cost_monitor.active_within
    RESPONSE_SERVICES    = join(",", var.cost_monitor.response_services)
    COST_CURRENCY        = var.cost_monitor.cost_currency
    # The heap leaves room in /tmp, which is memory, for the largest database.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=40"
  }

  publishes_to = { alerts = google_pubsub_topic.alerts.name }

  objects = {
    live = { role = google_project_iam_custom_role.object_reader.id, prefix = "live/" }
  }

  # Reads metrics; it can change neither them nor alert policies.
  project_roles = { monitoring = "roles/monitoring.viewer" }
}

variable "cost_monitor" {
  description = <<-EOT
    Settings of cost-monitor; docs/configuration.md explains each.

    memory: /tmp is memory, and the largest staged database is in it once. Half of the memory less 150 MiB can be database.
  EOT
  type = object({
    limits            = optional(map(number), {})
    signals           = optional(map(number), {})
    quota_time_zone   = optional(string, "America/Los_Angeles")
    active_within     = optional(string, "P30D")
    response_services = optional(list(string), ["payment-webhook"])
    cost_currency     = optional(string, "EUR")
    memory            = optional(string, "1Gi")
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name, limit in var.cost_monitor.limits : limit >= 0 && contains([
      "auth_monthly_active_users", "firestore_reads", "firestore_writes", "firestore_deletes", "firestore_bytes",
      "storage_bytes", "function_executions", "mean_response", "database_bytes", "backup_bytes", "user_progress_rows",
      "active_users",
    ], name)])
    error_message = "A limit is of a metric in docs/functions/cost-monitor.md, and 0 (none) or more."
  }
  validation {
    condition = alltrue([for name, threshold in var.cost_monitor.signals : threshold > 0 && contains([
      "response_time", "database_size", "active_users", "progress_rows", "backup_size", "monthly_cost",
    ], name)])
    error_message = "A scaling signal is one of docs/functions/cost-monitor.md, with a threshold of more than 0."
  }
  validation {
    condition     = can(regex("^P[1-9][0-9]*D$", var.cost_monitor.active_within))
    error_message = "Who used the app within a time such as P30D is active."
  }
  validation {
    condition     = var.cost_monitor.quota_time_zone == "UTC" || can(regex("^[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+)+$", var.cost_monitor.quota_time_zone))
    error_message = "A time zone is UTC or an IANA name such as America/Los_Angeles."
  }
  validation {
    condition     = length(var.cost_monitor.response_services) > 0 && alltrue([for name in var.cost_monitor.response_services : can(regex("^[a-z][a-z0-9-]{0,62}$", name))])
    error_message = "At least one Cloud Run service that people wait for is named, such as payment-webhook."
  }
  validation {
    condition     = can(regex("^[A-Z]{3}$", var.cost_monitor.cost_currency))
    error_message = "A currency is called such as EUR."
  }
  validation {
    condition     = contains(["512Mi", "1Gi", "2Gi", "4Gi", "8Gi"], var.cost_monitor.memory)
    error_message = "The memory is 512Mi, 1Gi, 2Gi, 4Gi or 8Gi."
  }
}
