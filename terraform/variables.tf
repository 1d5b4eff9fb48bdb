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
  description = <<-EOT
    Whether a function only says what it would do. Functions that delete by a schedule start so: turn it off one at a time,
    once you have read what its dry run found. The others start for real. A backup harms nothing, and what is pruned is
    never the newest that is proven; a restore is asked for by an operator, who has to repeat the name of the database, and
    keeps what it replaces; payments and alerts are to be taken.
  EOT
  type = object({
    alert_dispatch        = optional(bool, false)
    cost_monitor          = optional(bool, false)
    database_backup       = optional(bool, false)
    database_maintenance  = optional(bool, true)
    database_restore      = optional(bool, false)
    inactive_user_cleanup = optional(bool, true)
    notification_purge    = optional(bool, true)
    payment_failure_alert = optional(bool, false)
    weekly_report         = optional(bool, false)
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

  # A function is deployed by a file function_<name>.tf.
  validation {
    condition = alltrue([
      for name in [for file in fileset(path.module, "function_*.tf") : replace(trimsuffix(trimprefix(file, "function_"), ".tf"), "_", "-")] :
      fileexists("${coalesce(var.functions_directory, "${path.module}/../functions")}/${name}/target/deploy/${name}.jar")
    ])
    error_message = "A function's jar, <function>/target/deploy/<function>.jar, is not built yet. Run mvn package first."
  }
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

variable "kms_key" {
  description = <<-EOT
    A key of Cloud KMS for the buckets: projects/P/locations/L/keyRings/R/cryptoKeys/K, in the region of the buckets. Null
    leaves encryption to Google's own keys. Destroying the key destroys every backup.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.kms_key == null || can(regex("^projects/[^/]+/locations/${lower(var.region)}/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key))
    error_message = "The key is projects/P/locations/L/keyRings/R/cryptoKeys/K, without a version, and L is the region: Cloud Storage takes no key of elsewhere."
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

variable "row_archive_days" {
  description = "How long the rows are kept that database-maintenance deleted from the databases. 0 keeps them for ever."
  type        = number
  default     = 1095

  validation {
    condition     = var.row_archive_days == 0 || var.row_archive_days >= 30
    error_message = "Keep deleted rows for at least 30 days, or 0 for ever."
  }
}

variable "quarantine_days" {
  description = "How long databases are kept that were set aside, as they are damaged or were replaced by a backup. 0 keeps them for ever."
  type        = number
  default     = 90

  validation {
    condition     = var.quarantine_days == 0 || var.quarantine_days >= 30
    error_message = "Keep what was set aside for at least 30 days, or 0 for ever."
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
