locals {
  # All of them: what is said of every function below, and in the tests, is said of these.
  functions = {
    for function in concat(
      [
        module.cost_monitor,
        module.database_backup,
        module.database_maintenance,
        module.database_restore,
        module.inactive_user_cleanup,
        module.notification_purge,
        module.payment_failure_alert,
        module.weekly_report,
      ],
      module.alert_acknowledge,
      module.alert_dispatch,
      module.payment_webhook,
    ) : function.name => function
  }
}

output "functions" {
  description = "Each function, with what starts it, the names of its settings and where its dead letters are."
  value = {
    for name, parts in local.functions : name => {
      schedules = { for job in parts.jobs : job.name => join(" ", compact([job.schedule, job.time_zone])) }
      topic     = parts.topic
      url       = parts.function.url
      dry_run   = lookup(parts.function.service_config[0].environment_variables, "DRY_RUN", "false") == "true"
      settings = sort(setunion(
        keys(parts.function.service_config[0].environment_variables),
        parts.function.service_config[0].secret_environment_variables[*].key,
      ))
      dead_letters = parts.dead_letters == null ? null : parts.dead_letters.name
    }
  }
}

output "sqlite_bucket" {
  description = "Where the staged databases go: live/<name>.db."
  value       = google_storage_bucket.sqlite.name
}

output "alerts_inbox" {
  description = "The subscription to read alerts from with gcloud."
  value       = google_pubsub_subscription.alerts_inbox.name
}

output "report_bucket" {
  description = "Where the weekly reports are: reports/<year>/week-<WW>.html, .txt and .json."
  value       = google_storage_bucket.reports.name
}
