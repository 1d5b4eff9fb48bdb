# database-backup: takes a backup of each staged database, proves it, and prunes old ones.
# The schedule and its reason are in schedules.json, the settings in docs/configuration.md.

module "database_backup" {
  source   = "./modules/function"
  platform = local.platform

  name            = "database-backup"
  description     = "takes a backup of each staged database, proves it, and prunes old ones."
  entry_class     = "com.maayegue.maintenance.databasebackup.DatabaseBackupFunction"
  jobs            = local.jobs["database-backup"]
  memory          = var.database_backup.memory
  timeout_seconds = local.event_timeout_seconds
  max_instances   = var.database_backup.max_instances # each database is a message of its own

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    DRY_RUN              = tostring(var.dry_run.database_backup)
    ALERT_TOPIC          = google_pubsub_topic.alerts.name
    TIME_ZONE            = var.time_zone
    RUN_TIME_LIMIT       = var.run_time_limit
    SQLITE_BUCKET        = google_storage_bucket.sqlite.name
    DATABASES            = join(",", var.databases)
    RETENTION_DAILY      = tostring(var.database_backup.retention_daily)
    RETENTION_WEEKLY     = tostring(var.database_backup.retention_weekly)
    RETENTION_MONTHLY    = tostring(var.database_backup.retention_monthly)
    # The heap leaves most to /tmp, where the database is. The second compiler stays on: SHA-256 needs it.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:MaxRAMPercentage=25"
  }

  publishes_to = { alerts = google_pubsub_topic.alerts.name }

  objects = {
    live = { role = google_project_iam_custom_role.object_reader.id, prefix = "live/" }
    # Prunes, and takes away what a run that died has left.
    backups    = { role = google_project_iam_custom_role.object_editor.id, prefix = "backups/" }
    quarantine = { role = google_project_iam_custom_role.object_keeper.id, prefix = "quarantine/" }
  }
}

variable "database_backup" {
  description = <<-EOT
    Settings of database-backup; docs/configuration.md explains each.

    memory: /tmp is memory. A backup may take 2.2 times the database, with all that Java needs:
      1Gi: databases up to 460 MiB each (today 45 MB)    2Gi: 930 MiB    4Gi: 1,860 MiB    8Gi: 3,720 MiB
  EOT
  type = object({
    retention_daily   = optional(number, 7)
    retention_weekly  = optional(number, 4)
    retention_monthly = optional(number, 12)
    max_instances     = optional(number, 10)
    memory            = optional(string, "2Gi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for kept in [var.database_backup.retention_daily, var.database_backup.retention_weekly, var.database_backup.retention_monthly] : contains(range(0, 1001), kept)]) && var.database_backup.retention_daily >= 1
    error_message = "Backups of at least one day, and of up to 1000 days, weeks and months are kept, each a whole number."
  }
  validation {
    condition     = contains(range(1, 101), var.database_backup.max_instances)
    error_message = "Between 1 and 100 backups run side by side."
  }
  validation {
    condition     = contains(["1Gi", "2Gi", "4Gi", "8Gi"], var.database_backup.memory)
    error_message = "The memory is 1Gi, 2Gi, 4Gi or 8Gi: the database is in memory more than twice."
  }
}
