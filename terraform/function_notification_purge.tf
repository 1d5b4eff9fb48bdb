# notification-purge: deletes old notifications from Firestore.
# The schedule and its reason are in schedules.json, the settings in docs/configuration.md.

resource "google_service_account" "notification_purge" {
  project      = local.project
  account_id   = "notification-purge"
  display_name = "Runs notification-purge"
}

resource "google_pubsub_topic" "notification_purge" {
  project = local.project
  name    = "notification-purge"
}

resource "google_cloud_scheduler_job" "notification_purge" {
  project     = local.project
  region      = var.region
  name        = "notification-purge"
  description = local.schedules["notification-purge"].reason
  schedule    = local.schedules["notification-purge"].cron
  time_zone   = local.schedules["notification-purge"].timeZone

  pubsub_target {
    topic_name = google_pubsub_topic.notification_purge.id
    data       = base64encode(jsonencode(local.schedules["notification-purge"].data))
  }

  retry_config {
    retry_count          = 5
    min_backoff_duration = "10s"
    max_backoff_duration = "300s"
  }
}

# Reads and writes documents.
resource "google_project_iam_member" "notification_purge_firestore" {
  project = local.project
  role    = "roles/datastore.user"
  member  = "serviceAccount:${google_service_account.notification_purge.email}"

  condition {
    title      = local.firestore_condition.title
    expression = local.firestore_condition.expression
  }
}

resource "google_pubsub_topic_iam_member" "notification_purge_alerts" {
  project = local.project
  topic   = google_pubsub_topic.alerts.name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${google_service_account.notification_purge.email}"
}

# To go on with what is left when its time is over.
resource "google_pubsub_topic_iam_member" "notification_purge_goes_on" {
  project = local.project
  topic   = google_pubsub_topic.notification_purge.name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${google_service_account.notification_purge.email}"
}

data "archive_file" "notification_purge" {
  type        = "zip"
  source_dir  = "${local.functions_directory}/notification-purge/target/deploy"
  output_path = "${path.module}/.terraform/notification-purge.zip"

  lifecycle {
    precondition {
      condition     = fileexists("${local.functions_directory}/notification-purge/target/deploy/notification-purge.jar")
      error_message = "notification-purge.jar is not built yet. Run mvn package first."
    }
  }
}

resource "google_storage_bucket_object" "notification_purge" {
  bucket = google_storage_bucket.artifacts.name
  name   = "notification-purge/${data.archive_file.notification_purge.output_sha256}.zip"
  source = data.archive_file.notification_purge.output_path
}

resource "google_cloudfunctions2_function" "notification_purge" {
  project     = local.project
  location    = var.region
  name        = "notification-purge"
  description = "deletes old notifications from Firestore."

  build_config {
    runtime         = "java21"
    entry_point     = "com.maayegue.maintenance.notificationpurge.NotificationPurgeFunction"
    service_account = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.artifacts.name
        object = google_storage_bucket_object.notification_purge.name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.notification_purge.email
    timeout_seconds                  = local.event_timeout_seconds
    available_memory                 = var.notification_purge.memory
    available_cpu                    = "1"
    min_instance_count               = 0
    max_instance_count               = 1 # two purges at once would pay twice for the same reads
    max_instance_request_concurrency = 1
    ingress_settings                 = "ALLOW_INTERNAL_ONLY"

    environment_variables = {
      GOOGLE_CLOUD_PROJECT = var.project
      DRY_RUN              = tostring(var.dry_run.notification_purge)
      ALERT_TOPIC          = google_pubsub_topic.alerts.name
      TIME_ZONE            = var.time_zone
      RUN_TIME_LIMIT       = var.run_time_limit
      COLLECTION           = var.notification_purge.collection
      TIMESTAMP_FIELD      = var.notification_purge.timestamp_field
      RETENTION            = var.notification_purge.retention
      PARALLELISM          = tostring(var.notification_purge.parallelism)
      DELETES_PER_SECOND   = tostring(var.notification_purge.deletes_per_second)
      # Half of the memory for the heap: Firestore's client keeps much outside it.
      JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
    }
  }

  event_trigger {
    trigger_region        = var.region
    event_type            = "google.cloud.pubsub.topic.v1.messagePublished"
    pubsub_topic          = google_pubsub_topic.notification_purge.id
    retry_policy          = "RETRY_POLICY_RETRY"
    service_account_email = google_service_account.trigger.email
  }

  depends_on = [
    google_project_iam_member.build_reads_sources,
    google_project_iam_member.build_writes_images,
    google_project_iam_member.build_writes_logs,
    google_storage_bucket_iam_member.build_reads_artifacts,
  ]
}

# Only Eventarc may call it.
resource "google_cloud_run_v2_service_iam_member" "notification_purge_trigger" {
  project  = local.project
  location = var.region
  name     = google_cloudfunctions2_function.notification_purge.name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${google_service_account.trigger.email}"
}

# Messages that failed for hours, for a person to look at. docs/adr/0001-dead-letters.md says how they get here.
resource "google_pubsub_topic" "notification_purge_dead_letters" {
  project = local.project
  name    = "notification-purge-dead-letters"
}

resource "google_pubsub_topic_iam_member" "notification_purge_dead_letters" {
  project = local.project
  topic   = google_pubsub_topic.notification_purge_dead_letters.name
  role    = "roles/pubsub.publisher"
  member  = local.pubsub_agent
}

resource "google_pubsub_subscription" "notification_purge_dead_letters" {
  project                    = local.project
  name                       = "notification-purge-dead-letters"
  topic                      = google_pubsub_topic.notification_purge_dead_letters.id
  message_retention_duration = "2678400s" # 31 days, the most that Pub/Sub keeps

  expiration_policy {
    ttl = ""
  }
}

resource "terraform_data" "notification_purge_dead_letters" {
  count = var.set_dead_letters ? 1 : 0

  # A new trigger has a new subscription, which has no dead letter topic yet.
  triggers_replace = [
    google_cloudfunctions2_function.notification_purge.event_trigger[0].trigger,
    google_pubsub_topic.notification_purge_dead_letters.id,
    var.dead_letter_attempts,
  ]

  provisioner "local-exec" {
    command = "${path.module}/set-dead-letter.sh ${var.project} ${var.region} notification-purge ${var.dead_letter_attempts}"
  }

  depends_on = [google_pubsub_topic_iam_member.notification_purge_dead_letters]
}
