# database-restore: lists backups, and restores a staged database from one, in whole or in part.
# Nobody can call it until operators are named. The settings are in docs/configuration.md.

module "database_restore" {
  source   = "./modules/function"
  platform = local.platform

  name            = "database-restore"
  description     = "lists backups, and restores a staged database from one."
  entry_class     = "com.maayegue.maintenance.databaserestore.DatabaseRestoreFunction"
  memory          = var.database_restore.memory
  timeout_seconds = 3600 # the most that Google allows; a salvage of a large database takes long
  max_instances   = 1    # two restores at once would each undo the other's upload

  # Reachable from outside, as operators are; IAM lets nobody in but them, and only with an identity token.
  http = {
    ingress  = var.database_restore.ingress
    invokers = var.operators
  }

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    DRY_RUN              = tostring(var.dry_run.database_restore)
    ALERT_TOPIC          = google_pubsub_topic.alerts.name
    TIME_ZONE            = var.time_zone
    RUN_TIME_LIMIT       = var.database_restore.run_time_limit
    SQLITE_BUCKET        = google_storage_bucket.sqlite.name
    DATABASES            = join(",", var.databases)
    # The heap leaves most to /tmp, where the databases are. The second compiler stays on: SHA-256 needs it.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:MaxRAMPercentage=25"
  }

  publishes_to = { alerts = google_pubsub_topic.alerts.name }

  objects = {
    live       = { role = google_project_iam_custom_role.object_editor.id, prefix = "live/" }
    backups    = { role = google_project_iam_custom_role.object_reader.id, prefix = "backups/" }
    quarantine = { role = google_project_iam_custom_role.object_keeper.id, prefix = "quarantine/" }
  }
}

variable "operators" {
  description = "Who may restore a database: such as user:ama@maayegue.com or group:ops@maayegue.com. Nobody, until somebody is named."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for member in var.operators : can(regex("^(user|group|serviceAccount):[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", member))])
    error_message = "An operator is a user:, group: or serviceAccount: with an address. Not everybody, and not a whole domain."
  }
}

variable "database_restore" {
  description = <<-EOT
    Settings of database-restore; docs/configuration.md explains each.

    ingress: from where it can be reached. ALLOW_INTERNAL_ONLY is for operators who work from inside a VPC.
    memory: /tmp is memory. A salvage has the damaged database, the backup and the result there. Java may take 25 % for its
    heap and takes about 200 MiB beside it, so three databases have to fit into 75 % of the memory less 200 MiB:
      2Gi: databases up to 440 MiB each (today 45 MB)    4Gi: 950 MiB    8Gi: 1,950 MiB
  EOT
  type = object({
    run_time_limit = optional(string, "PT55M")
    ingress        = optional(string, "ALLOW_ALL")
    memory         = optional(string, "2Gi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^PT([1-9]|[1-4][0-9]|5[0-5])M$", var.database_restore.run_time_limit))
    error_message = "The run time limit is PT1M to PT55M: the function is stopped after an hour."
  }
  validation {
    condition     = contains(["ALLOW_ALL", "ALLOW_INTERNAL_ONLY"], var.database_restore.ingress)
    error_message = "The ingress is ALLOW_ALL or ALLOW_INTERNAL_ONLY."
  }
  validation {
    condition     = contains(["2Gi", "4Gi", "8Gi"], var.database_restore.memory)
    error_message = "The memory is 2Gi, 4Gi or 8Gi: up to three databases are in memory."
  }
}
