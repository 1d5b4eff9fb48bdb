# weekly-report: how the week went, stored, and sent by mail and to Slack.
# The schedule and its reason are in schedules.json, the settings in docs/configuration.md.
# Mail goes through the server of alert-dispatch: there is one in a project.

locals {
  weekly_report_mails = length(var.weekly_report.recipients) > 0
}

module "weekly_report" {
  source   = "./modules/function"
  platform = local.platform

  name            = "weekly-report"
  description     = "reports how the week went."
  entry_class     = "com.maayegue.maintenance.weeklyreport.WeeklyReportFunction"
  jobs            = local.jobs["weekly-report"]
  memory          = var.weekly_report.memory
  timeout_seconds = local.event_timeout_seconds
  max_instances   = 1 # one report a week; two at once would only wait for each other

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    DRY_RUN              = tostring(var.dry_run.weekly_report)
    ALERT_TOPIC          = google_pubsub_topic.alerts.name
    TIME_ZONE            = var.time_zone
    RUN_TIME_LIMIT       = var.run_time_limit
    SQLITE_BUCKET        = google_storage_bucket.sqlite.name
    DATABASES            = join(",", var.databases)
    REPORT_BUCKET        = google_storage_bucket.reports.name
    REPORT_RECIPIENTS    = join(",", var.weekly_report.recipients)
    LOCALE               = var.weekly_report.locale
    APP_NAME             = var.alert_dispatch.app_name
    CHANNEL_TIMEOUT      = var.alert_dispatch.channel_timeout
    SMTP_HOST            = local.weekly_report_mails ? var.alert_dispatch.smtp_host : ""
    SMTP_PORT            = tostring(var.alert_dispatch.smtp_port)
    SMTP_SECURITY        = var.alert_dispatch.smtp_security
    SMTP_USER            = local.weekly_report_mails ? var.alert_dispatch.smtp_user : ""
    MAIL_FROM            = local.weekly_report_mails ? var.alert_dispatch.mail_from : ""
    # The heap leaves most to /tmp, where the database is.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=25"
  }

  secrets = {
    SLACK_WEBHOOK_URL = lookup(local.filled_secrets, "SLACK_WEBHOOK_URL", null)
    SMTP_PASSWORD     = local.weekly_report_mails ? lookup(local.filled_secrets, "SMTP_PASSWORD", null) : null
  }

  publishes_to = { alerts = google_pubsub_topic.alerts.name }

  objects = {
    live    = { role = google_project_iam_custom_role.object_reader.id, prefix = "live/" }
    backups = { role = google_project_iam_custom_role.object_reader.id, prefix = "backups/" }
    # A corrected report takes the place of the one before, which the bucket keeps.
    reports = {
      role   = google_project_iam_custom_role.object_editor.id
      prefix = "reports/"
      bucket = google_storage_bucket.reports.name
    }
  }
}

# The reports: reports/<year>/week-<WW>. They name the best learners, so nobody reads them but who is given the right.
resource "google_storage_bucket" "reports" {
  project                     = local.project
  name                        = coalesce(var.weekly_report.bucket, "${var.project}-reports")
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  versioning {
    enabled = true
  }

  dynamic "encryption" {
    for_each = local.storage_keys
    content {
      default_kms_key_name = encryption.value
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

variable "weekly_report" {
  description = <<-EOT
    Settings of weekly-report; docs/configuration.md explains each.

    recipients: who gets it by mail, through the mail server of alert_dispatch
    bucket: null is <project>-reports
    memory: /tmp is memory, and holds a copy of the database
  EOT
  type = object({
    recipients = optional(list(string), [])
    locale     = optional(string, "fr")
    bucket     = optional(string)
    memory     = optional(string, "1Gi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for address in var.weekly_report.recipients : can(regex("^[^@\\s,<>\"]+@[^@\\s,<>\"]+$", address))]) && length(var.weekly_report.recipients) <= 50
    error_message = "Recipients are e-mail addresses, 50 at most."
  }
  validation {
    condition     = length(var.weekly_report.recipients) == 0 || var.alert_dispatch.smtp_host != ""
    error_message = "The report has recipients, but no mail server: set smtp_host of alert_dispatch."
  }
  validation {
    condition     = contains(["fr", "en"], var.weekly_report.locale)
    error_message = "The report is written in fr or en."
  }
  validation {
    condition     = var.weekly_report.bucket == null || can(regex("^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$", var.weekly_report.bucket))
    error_message = "A bucket name has 3 to 63 lower-case letters, digits, hyphens and underscores."
  }
  validation {
    condition     = contains(["1Gi", "2Gi", "4Gi"], var.weekly_report.memory)
    error_message = "The memory is 1Gi, 2Gi or 4Gi."
  }
}
