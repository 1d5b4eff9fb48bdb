# inactive-user-cleanup: tells inactive users, then disables and deletes their accounts.
# The schedule and its reason are in schedules.json, the settings in docs/configuration.md.

resource "google_service_account" "inactive_user_cleanup" {
  project      = local.project
  account_id   = "inactive-user-cleanup"
  display_name = "Runs inactive-user-cleanup"
}

resource "google_pubsub_topic" "inactive_user_cleanup" {
  project = local.project
  name    = "inactive-user-cleanup"
}

resource "google_cloud_scheduler_job" "inactive_user_cleanup" {
  project     = local.project
  region      = var.region
  name        = "inactive-user-cleanup"
  description = local.schedules["inactive-user-cleanup"].reason
  schedule    = local.schedules["inactive-user-cleanup"].cron
  time_zone   = local.schedules["inactive-user-cleanup"].timeZone

  pubsub_target {
    topic_name = google_pubsub_topic.inactive_user_cleanup.id
    data       = base64encode(jsonencode(local.schedules["inactive-user-cleanup"].data))
  }

  retry_config {
    retry_count          = 5
    min_backoff_duration = "10s"
    max_backoff_duration = "300s"
  }
}

# Reads and writes documents.
resource "google_project_iam_member" "inactive_user_cleanup_firestore" {
  project = local.project
  role    = "roles/datastore.user"
  member  = "serviceAccount:${google_service_account.inactive_user_cleanup.email}"

  condition {
    title      = local.firestore_condition.title
    expression = local.firestore_condition.expression
  }
}

resource "google_pubsub_topic_iam_member" "inactive_user_cleanup_alerts" {
  project = local.project
  topic   = google_pubsub_topic.alerts.name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${google_service_account.inactive_user_cleanup.email}"
}

# To go on with what is left when its time is over.
resource "google_pubsub_topic_iam_member" "inactive_user_cleanup_goes_on" {
  project = local.project
  topic   = google_pubsub_topic.inactive_user_cleanup.name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${google_service_account.inactive_user_cleanup.email}"
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

resource "google_project_iam_member" "inactive_user_cleanup_accounts" {
  project = local.project
  role    = google_project_iam_custom_role.inactive_user_cleanup.id
  member  = "serviceAccount:${google_service_account.inactive_user_cleanup.email}"
}

# Edits the staged databases.
resource "google_storage_bucket_iam_member" "inactive_user_cleanup_databases" {
  bucket = google_storage_bucket.sqlite.name
  role   = google_project_iam_custom_role.object_editor.id
  member = "serviceAccount:${google_service_account.inactive_user_cleanup.email}"

  condition {
    title      = "live"
    expression = "resource.name.startsWith(\"projects/_/buckets/${google_storage_bucket.sqlite.name}/objects/live/\")"
  }
}

# Adds to the archive of the day, which is one object: it is read, added to and written over.
resource "google_storage_bucket_iam_member" "inactive_user_cleanup_archive" {
  bucket = google_storage_bucket.sqlite.name
  role   = google_project_iam_custom_role.object_editor.id
  member = "serviceAccount:${google_service_account.inactive_user_cleanup.email}"

  condition {
    title      = "archive-auth"
    expression = "resource.name.startsWith(\"projects/_/buckets/${google_storage_bucket.sqlite.name}/objects/archive/auth/\")"
  }
}

# Whether the bucket is there, and the names in it: without it Storage answers 403 for an object that is not there.
resource "google_storage_bucket_iam_member" "inactive_user_cleanup_names" {
  bucket = google_storage_bucket.sqlite.name
  role   = "roles/storage.legacyBucketReader"
  member = "serviceAccount:${google_service_account.inactive_user_cleanup.email}"
}

data "archive_file" "inactive_user_cleanup" {
  type        = "zip"
  source_dir  = "${local.functions_directory}/inactive-user-cleanup/target/deploy"
  output_path = "${path.module}/.terraform/inactive-user-cleanup.zip"

  lifecycle {
    precondition {
      condition     = fileexists("${local.functions_directory}/inactive-user-cleanup/target/deploy/inactive-user-cleanup.jar")
      error_message = "inactive-user-cleanup.jar is not built yet. Run mvn package first."
    }
  }
}

resource "google_storage_bucket_object" "inactive_user_cleanup" {
  bucket = google_storage_bucket.artifacts.name
  name   = "inactive-user-cleanup/${data.archive_file.inactive_user_cleanup.output_sha256}.zip"
  source = data.archive_file.inactive_user_cleanup.output_path
}

resource "google_cloudfunctions2_function" "inactive_user_cleanup" {
  project     = local.project
  location    = var.region
  name        = "inactive-user-cleanup"
  description = "tells inactive users, then disables and deletes their accounts."

  build_config {
    runtime         = "java21"
    entry_point     = "com.maayegue.maintenance.inactiveusercleanup.InactiveUserCleanupFunction"
    service_account = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.artifacts.name
        object = google_storage_bucket_object.inactive_user_cleanup.name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.inactive_user_cleanup.email
    timeout_seconds                  = local.event_timeout_seconds
    available_memory                 = var.inactive_user_cleanup.memory
    available_cpu                    = "1"
    min_instance_count               = 0
    max_instance_count               = 1 # two runs at once would each undo the other's upload
    max_instance_request_concurrency = 1
    ingress_settings                 = "ALLOW_INTERNAL_ONLY"

    environment_variables = {
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
  }

  event_trigger {
    trigger_region        = var.region
    event_type            = "google.cloud.pubsub.topic.v1.messagePublished"
    pubsub_topic          = google_pubsub_topic.inactive_user_cleanup.id
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
resource "google_cloud_run_v2_service_iam_member" "inactive_user_cleanup_trigger" {
  project  = local.project
  location = var.region
  name     = google_cloudfunctions2_function.inactive_user_cleanup.name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${google_service_account.trigger.email}"
}

# Messages that failed for hours, for a person to look at. docs/adr/0001-dead-letters.md says how they get here.
resource "google_pubsub_topic" "inactive_user_cleanup_dead_letters" {
  project = local.project
  name    = "inactive-user-cleanup-dead-letters"
}

resource "google_pubsub_topic_iam_member" "inactive_user_cleanup_dead_letters" {
  project = local.project
  topic   = google_pubsub_topic.inactive_user_cleanup_dead_letters.name
  role    = "roles/pubsub.publisher"
  member  = local.pubsub_agent
}

resource "google_pubsub_subscription" "inactive_user_cleanup_dead_letters" {
  project                    = local.project
  name                       = "inactive-user-cleanup-dead-letters"
  topic                      = google_pubsub_topic.inactive_user_cleanup_dead_letters.id
  message_retention_duration = "2678400s" # 31 days, the most that Pub/Sub keeps

  expiration_policy {
    ttl = ""
  }
}

resource "terraform_data" "inactive_user_cleanup_dead_letters" {
  count = var.set_dead_letters ? 1 : 0

  # A new trigger has a new subscription, which has no dead letter topic yet.
  triggers_replace = [
    google_cloudfunctions2_function.inactive_user_cleanup.event_trigger[0].trigger,
    google_pubsub_topic.inactive_user_cleanup_dead_letters.id,
    var.dead_letter_attempts,
  ]

  provisioner "local-exec" {
    command = "${path.module}/set-dead-letter.sh ${var.project} ${var.region} inactive-user-cleanup ${var.dead_letter_attempts}"
  }

  depends_on = [google_pubsub_topic_iam_member.inactive_user_cleanup_dead_letters]
}
