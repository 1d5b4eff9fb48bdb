# notification-purge: deletes old notifications from Firestore.
# The schedule and its reason are in schedules.json, the settings in docs/configuration.md.

module "notification_purge" {
  source   = "./modules/function"
  platform = local.platform

  name            = "notification-purge"
  description     = "deletes old notifications from Firestore."
  entry_class     = "com.maayegue.maintenance.notificationpurge.NotificationPurgeFunction"
  jobs            = local.jobs["notification-purge"]
  memory          = var.notification_purge.memory
  timeout_seconds = local.event_timeout_seconds
  max_instances   = 1 # two purges at once would pay twice for the same reads

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    DRY_RUN              = tostring(var.dry_run.notification_purge)
    ALERT_TOPIC          = google_pubsub_topic.alerts.name
    TIME_ZONE            = var.time_zone
    RUN_TIME_LIMIT       = var.run_time_limit
    COLLECTION           = var.notification_purge.collection
    TIMESTAMP_FIELD      = var.notification_purge.timestamp_field
    RETENTION            = var.notification_purge.retention
    PARALLELISM          = tostring(var.notification_purge.parallelism)
    DELETES_PER_SECOND   = tostring(var.notification_purge.deletes_per_second)
    # Half of the memory for the heap: Firestore's client keeps much outside it.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
  }

  publishes_to = { alerts = google_pubsub_topic.alerts.name }
}

variable "notification_purge" {
  description = "Settings of notification-purge; docs/configuration.md explains each."
  type = object({
    collection         = optional(string, "notifications")
    timestamp_field    = optional(string, "created_at")
    retention          = optional(string, "P30D")
    parallelism        = optional(number, 4)
    deletes_per_second = optional(number, 500)
    memory             = optional(string, "512Mi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[^/\\s]+(/[^/\\s]+/[^/\\s]+)*$", var.notification_purge.collection))
    error_message = "The collection is a path such as notifications or apps/main/notifications."
  }
  validation {
    condition     = can(regex("^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,9}$", var.notification_purge.timestamp_field))
    error_message = "The timestamp field is a field name such as created_at or meta.createdAt."
  }
  validation {
    condition     = try(tonumber(regex("^P([0-9]+)D$", var.notification_purge.retention)[0]) >= 7, false)
    error_message = "The retention is a number of days such as P30D, at least P7D."
  }
  validation {
    condition     = contains(range(1, 17), var.notification_purge.parallelism)
    error_message = "The parallelism is a whole number from 1 to 16."
  }
  validation {
    condition     = var.notification_purge.deletes_per_second >= 0 && var.notification_purge.deletes_per_second <= 10000 && floor(var.notification_purge.deletes_per_second) == var.notification_purge.deletes_per_second
    error_message = "The deletes per second are a whole number up to 10000; 0 is unlimited."
  }
  validation {
    condition     = contains(["512Mi", "1Gi", "2Gi"], var.notification_purge.memory)
    error_message = "The memory is 512Mi, 1Gi or 2Gi."
  }
}
