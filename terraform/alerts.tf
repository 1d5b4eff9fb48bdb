# Every function publishes its alerts here, as JSON; alert-dispatch delivers them.
resource "google_pubsub_topic" "alerts" {
  project                    = local.project
  name                       = var.alert_topic
  message_retention_duration = "${var.alert_retention_days * 86400}s"
}

# Keeps alerts for a person to read with gcloud, also those that alert-dispatch could not deliver. Not what the Scheduler
# sends to wake alert-dispatch, which has the attribute job.
resource "google_pubsub_subscription" "alerts_inbox" {
  project                    = local.project
  name                       = "${var.alert_topic}-inbox"
  topic                      = google_pubsub_topic.alerts.id
  message_retention_duration = "${var.alert_retention_days * 86400}s"
  filter                     = "NOT attributes:job"

  expiration_policy {
    ttl = "" # never, even if nobody reads for months
  }
}
