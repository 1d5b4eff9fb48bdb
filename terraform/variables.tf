variable "project" {
  description = "The Google Cloud (Firebase) project."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "region" {
  description = "Where everything runs and is stored. europe-west1 is near Douala in network terms and has every service."
  type        = string
  default     = "europe-west1"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region is named like europe-west1."
  }
}

variable "time_zone" {
  description = "Where days begin, for the functions. The zone of each schedule is in schedules.json."
  type        = string
  default     = "Africa/Douala"

  validation {
    condition     = var.time_zone == "UTC" || can(regex("^[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+)+$", var.time_zone))
    error_message = "A time zone is UTC or an IANA name such as Africa/Douala."
  }
}

variable "dry_run" {
  description = "Whether a deleting function only says what it would do. Turn it off one function at a time, once you have read what its dry run found."
  type = object({
    notification_purge    = optional(bool, true)
    inactive_user_cleanup = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "run_time_limit" {
  description = "A run begins nothing new after this. The rest of the function's 9 minutes is for the end of the last step and the run record."
  type        = string
  default     = "PT8M"

  validation {
    condition     = can(regex("^PT[1-8]M$", var.run_time_limit))
    error_message = "The run time limit is PT1M to PT8M: the function is stopped after 9 minutes."
  }
}

variable "alert_topic" {
  description = "The Pub/Sub topic that alerts go to."
  type        = string
  default     = "maintenance-alerts"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9._~+%-]{2,254}$", var.alert_topic)) && !startswith(var.alert_topic, "goog")
    error_message = "A topic has 3 to 255 letters, digits and the signs . _ ~ + % -, begins with a letter and not with goog."
  }
}

variable "alert_retention_days" {
  description = "How long alerts are kept that nobody has read."
  type        = number
  default     = 7

  validation {
    condition     = var.alert_retention_days >= 1 && var.alert_retention_days <= 31 && floor(var.alert_retention_days) == var.alert_retention_days
    error_message = "Pub/Sub keeps messages for 1 to 31 whole days."
  }
}

variable "dead_letter_attempts" {
  description = "Deliveries of one message before it is a dead letter. Attempts are 10 to 20 minutes apart: 50 take 8 to 16 hours, which is less than the 24 hours after which Eventarc drops a message."
  type        = number
  default     = 50

  validation {
    condition     = var.dead_letter_attempts >= 5 && var.dead_letter_attempts <= 70 && floor(var.dead_letter_attempts) == var.dead_letter_attempts
    error_message = "Pub/Sub wants at least 5 attempts; more than 70 may take over 24 hours, and the message is lost first."
  }
}

variable "set_dead_letters" {
  description = "Whether Terraform runs set-dead-letter.sh, which needs gcloud. If false, run it by hand after each apply that creates a function."
  type        = bool
  default     = true
}

variable "functions_directory" {
  description = "The folder with one folder per function, each with its jar in target/deploy. Null is ../functions."
  type        = string
  default     = null
}

variable "sqlite_bucket" {
  description = "The bucket of the staged SQLite databases and of what is archived. Null is <project>-sqlite."
  type        = string
  default     = null

  validation {
    condition     = var.sqlite_bucket == null || can(regex("^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$", var.sqlite_bucket))
    error_message = "A bucket name has 3 to 63 lower-case letters, digits, hyphens and underscores."
  }
}

variable "databases" {
  description = "The names of the staged databases: live/<name>.db in the bucket."
  type        = list(string)
  default     = ["maa_yegue_app"]

  validation {
    condition     = length(var.databases) > 0 && alltrue([for name in var.databases : can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$", name))])
    error_message = "There is at least one database, and a name has 1 to 100 letters, digits, hyphens and underscores."
  }
}

variable "account_archive_days" {
  description = "How long the records of deleted accounts are kept, with their password hashes. 0 keeps them for ever."
  type        = number
  default     = 365

  validation {
    condition     = var.account_archive_days == 0 || var.account_archive_days >= 30
    error_message = "Keep deleted accounts for at least 30 days, or 0 for ever."
  }
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
