output "functions" {
  description = "Each function, with what starts it and where its dead letters are."
  value = {
    for name, parts in {
      notification-purge = {
        function     = google_cloudfunctions2_function.notification_purge
        job          = google_cloud_scheduler_job.notification_purge
        dead_letters = google_pubsub_subscription.notification_purge_dead_letters
      }
      inactive-user-cleanup = {
        function     = google_cloudfunctions2_function.inactive_user_cleanup
        job          = google_cloud_scheduler_job.inactive_user_cleanup
        dead_letters = google_pubsub_subscription.inactive_user_cleanup_dead_letters
      }
      } : name => {
      schedule     = join(" ", compact([parts.job.schedule, parts.job.time_zone]))
      topic        = parts.job.pubsub_target[0].topic_name
      dry_run      = parts.function.service_config[0].environment_variables["DRY_RUN"] == "true"
      dead_letters = parts.dead_letters.name
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
