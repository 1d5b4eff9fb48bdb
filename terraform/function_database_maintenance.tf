# database-maintenance: cleans up each staged database weekly, checks and compacts it monthly, migrates it when asked.
# The schedules and their reasons are in schedules.json, the settings in docs/configuration.md.

module "database_maintenance" {
  source   = "./modules/function"
  platform = local.platform

  name            = "database-maintenance"
  description     = "cleans up each staged database weekly, checks and compacts it monthly."
  entry_class     = "com.maayegue.maintenance.databasemaintenance.DatabaseMaintenanceFunction"
  jobs            = local.jobs["database-maintenance"]
  memory          = var.database_maintenance.memory
  timeout_seconds = local.event_timeout_seconds
  max_instances   = var.database_maintenance.max_instances # each database is a message of its own

  environment = {
    GOOGLE_CLOUD_PROJECT   = var.project
    DRY_RUN                = tostring(var.dry_run.database_maintenance)
    ALERT_TOPIC            = google_pubsub_topic.alerts.name
    TIME_ZONE              = var.time_zone
    RUN_TIME_LIMIT         = var.run_time_limit
    SQLITE_BUCKET          = google_storage_bucket.sqlite.name
    DATABASES              = join(",", var.databases)
    DAILY_LIMITS_RETENTION = var.database_maintenance.daily_limits_retention
    ADMIN_LOGS_RETENTION   = var.database_maintenance.admin_logs_retention
    MAX_DELETIONS_PERCENT  = tostring(var.database_maintenance.max_deletions_percent)
    # The heap leaves most to /tmp, where the database is. The second compiler stays on: SHA-256 needs it.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:MaxRAMPercentage=25"
  }

  publishes_to = { alerts = google_pubsub_topic.alerts.name }

  objects = merge(
    {
      live = { role = google_project_iam_custom_role.object_editor.id, prefix = "live/" }
      # It may take a backup before it deletes anything, and can take none away.
      backups    = { role = google_project_iam_custom_role.object_keeper.id, prefix = "backups/" }
      quarantine = { role = google_project_iam_custom_role.object_keeper.id, prefix = "quarantine/" }
    },
    # The archive of a table and day is one object: it is read, added to and written over.
    { for name in var.databases : "archive-${name}" => { role = google_project_iam_custom_role.object_editor.id, prefix = "archive/${name}/" } },
  )
}

variable "database_maintenance" {
  description = <<-EOT
    Settings of database-maintenance; docs/configuration.md explains each.

    memory: /tmp is memory. VACUUM writes the database anew beside the old one. Java may take 25 % for its heap and takes
    about 200 MiB beside it, so two databases have to fit into 75 % of the memory less 200 MiB:
      2Gi: databases up to 650 MiB each (today 45 MB)    4Gi: 1,400 MiB    8Gi: 2,950 MiB
  EOT
  type = object({
    daily_limits_retention = optional(string, "P30D")
    admin_logs_retention   = optional(string, "P180D")
    max_deletions_percent  = optional(number, 95)
    max_instances          = optional(number, 5)
    memory                 = optional(string, "2Gi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = try(tonumber(regex("^P([0-9]+)D$", var.database_maintenance.daily_limits_retention)[0]) >= 7, false)
    error_message = "Daily limits are kept for a number of days such as P30D, at least P7D."
  }
  validation {
    condition     = try(tonumber(regex("^P([0-9]+)D$", var.database_maintenance.admin_logs_retention)[0]) >= 30, false)
    error_message = "Admin logs are kept for a number of days such as P180D, at least P30D."
  }
  validation {
    condition     = contains(range(0, 101), var.database_maintenance.max_deletions_percent)
    error_message = "The breaker is a whole number from 0 to 100 percent."
  }
  validation {
    condition     = contains(range(1, 21), var.database_maintenance.max_instances)
    error_message = "Between 1 and 20 databases are maintained side by side."
  }
  validation {
    condition     = contains(["2Gi", "4Gi", "8Gi"], var.database_maintenance.memory)
    error_message = "The memory is 2Gi, 4Gi or 8Gi: the database is in memory more than twice."
  }
}
