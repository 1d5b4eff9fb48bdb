# inactive-user-cleanup: tells inactive users, then disables and deletes their accounts.
# The schedule and its reason are in schedules.json, the settings in docs/configuration.md.

module "inactive_user_cleanup" {
  source   = "./modules/function"
  platform = local.platform

  name            = "inactive-user-cleanup"
  description     = "tells inactive users, then disables and deletes their accounts."
  entry_class     = "com.maayegue.maintenance.inactiveusercleanup.InactiveUserCleanupFunction"
  jobs            = local.jobs["inactive-user-cleanup"]
  memory          = var.inactive_user_cleanup.memory
  timeout_seconds = local.event_timeout_seconds
  max_instances   = 1 # two runs at once would each undo the other's upload

  environment = {
    GOOGLE_CLOUD_PROJECT  = var.project
    DRY_RUN               = tostring(var.dry_run.inactive_user_cleanup)
    ALERT_TOPIC           = google_pubsub_topic.alerts.name
    TIME_ZONE             = var.time_zone
    RUN_TIME_LIMIT        = var.run_time_limit
    INACTIVE_AFTER        = var.inactive_user_cleanup.inactive_after
    NOTICE_PERIOD         = var.inactive_user_cleanup.notice_period
    MAX_DELETIONS_PERCENT = tostring(var.inactive_user_cleanup.max_deletions_percent)
    PROTECTED_ROLES       = join(",", var.inactive_user_cleanup.protected_roles)
    SQLITE_BUCKET         = google_storage_bucket.sqlite.name
    DATABASES             = join(",", var.databases)
    APP_NAME              = var.inactive_user_cleanup.app_name
    BATCH_SIZE            = tostring(var.inactive_user_cleanup.batch_size)
    # The heap leaves 60 % to /tmp, where the database is; see the variable's memory.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=40"
  }

  publishes_to  = { alerts = google_pubsub_topic.alerts.name }
  project_roles = { accounts = google_project_iam_custom_role.inactive_user_cleanup.id }

  objects = {
    live = { role = google_project_iam_custom_role.object_editor.id, prefix = "live/" }
    # The archive of the day is one object: it is read, added to and written over.
    archive-auth = { role = google_project_iam_custom_role.object_editor.id, prefix = "archive/auth/" }
  }
}

# Lists, looks up and deletes accounts. The predefined role may also change every account and the sign-in settings.
# getHashConfig is what makes the list carry password hashes: without it an archived account could not sign in again.
resource "google_project_iam_custom_role" "inactive_user_cleanup" {
  project = local.project
  role_id = "maintenanceInactiveUserCleanup"
  title   = "Deletes inactive accounts"
  permissions = [
    "firebaseauth.configs.getHashConfig",
    "firebaseauth.users.delete",
    "firebaseauth.users.get",
  ]
}

variable "inactive_user_cleanup" {
  description = <<-EOT
    Settings of inactive-user-cleanup; docs/configuration.md explains each.

    memory: /tmp is memory. The databases of DATABASES are copied there, and as much again is reckoned for the pages
    that an edit changes and for the archive of the day. Java may take 40 % for its heap (JAVA_TOOL_OPTIONS) and takes
    about 200 MiB beside it. So twice the databases have to fit into 60 % of the memory less 200 MiB:
      1Gi: databases up to 200 MiB together (today 45 MB)    2Gi: 500 MiB
      4Gi: 1,100 MiB                                         8Gi: 2,300 MiB
  EOT
  type = object({
    inactive_after        = optional(string, "P365D")
    notice_period         = optional(string, "P28D")
    max_deletions_percent = optional(number, 25)
    protected_roles       = optional(list(string), ["admin"])
    app_name              = optional(string, "Ma'a yegue")
    batch_size            = optional(number, 10000)
    memory                = optional(string, "1Gi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = try(tonumber(regex("^P([0-9]+)D$", var.inactive_user_cleanup.inactive_after)[0]) >= 30, false)
    error_message = "Accounts count as inactive after a number of days such as P365D, at least P30D."
  }
  validation {
    condition     = can(regex("^P[0-9]+D$", var.inactive_user_cleanup.notice_period))
    error_message = "The notice period is a number of days such as P28D; P0D is none."
  }
  validation {
    condition     = contains(range(0, 101), var.inactive_user_cleanup.max_deletions_percent)
    error_message = "The breaker is a whole number from 0 to 100 percent."
  }
  validation {
    condition     = length(var.inactive_user_cleanup.protected_roles) > 0 && alltrue([for role in var.inactive_user_cleanup.protected_roles : can(regex("^[A-Za-z0-9_-]{1,50}$", role))])
    error_message = "At least one role is protected, and a role is a plain name."
  }
  validation {
    condition     = can(regex("^.{1,60}$", var.inactive_user_cleanup.app_name))
    error_message = "The name of the app has 1 to 60 characters."
  }
  validation {
    condition     = var.inactive_user_cleanup.batch_size >= 100 && var.inactive_user_cleanup.batch_size <= 10000 && floor(var.inactive_user_cleanup.batch_size) == var.inactive_user_cleanup.batch_size
    error_message = "The batch size is a whole number from 100 to 10000."
  }
  validation {
    condition     = contains(["1Gi", "2Gi", "4Gi", "8Gi"], var.inactive_user_cleanup.memory)
    error_message = "The memory is 1Gi, 2Gi, 4Gi or 8Gi: the staged database is in memory twice."
  }
}
