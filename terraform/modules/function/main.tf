# A function: its account, its deployable, and who may call it. events.tf has what starts it, rights.tf what it may do.

resource "google_service_account" "this" {
  project      = var.platform.project
  account_id   = var.name
  display_name = "Runs ${var.name}"
}

data "archive_file" "this" {
  type        = "zip"
  source_dir  = "${var.platform.functions_directory}/${coalesce(var.deployable, var.name)}/target/deploy"
  output_path = "${path.root}/.terraform/${var.name}.zip"
}

# Under a name that has its content's hash: an unchanged jar is not deployed again.
resource "google_storage_bucket_object" "this" {
  bucket = var.platform.artifacts_bucket
  name   = "${var.name}/${data.archive_file.this.output_sha256}.zip"
  source = data.archive_file.this.output_path
}

resource "google_cloudfunctions2_function" "this" {
  project     = var.platform.project
  location    = var.platform.region
  name        = var.name
  description = var.description

  build_config {
    runtime         = "java21"
    entry_point     = var.entry_class
    service_account = var.platform.build_account

    source {
      storage_source {
        bucket = var.platform.artifacts_bucket
        object = google_storage_bucket_object.this.name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.this.email
    timeout_seconds                  = var.timeout_seconds
    available_memory                 = var.memory
    available_cpu                    = var.memory == "8Gi" ? "2" : "1" # more than 4 GiB take two
    min_instance_count               = 0
    max_instance_count               = var.max_instances
    max_instance_request_concurrency = var.concurrency
    ingress_settings                 = var.http == null ? "ALLOW_INTERNAL_ONLY" : var.http.ingress
    environment_variables            = var.environment

    dynamic "secret_environment_variables" {
      for_each = local.secrets

      content {
        key        = secret_environment_variables.key
        project_id = var.platform.project
        secret     = secret_environment_variables.value
        version    = "latest" # read when an instance starts
      }
    }
  }

  dynamic "event_trigger" {
    for_each = local.topics

    content {
      trigger_region        = var.platform.region
      event_type            = "google.cloud.pubsub.topic.v1.messagePublished"
      pubsub_topic          = event_trigger.value
      retry_policy          = "RETRY_POLICY_RETRY"
      service_account_email = var.platform.trigger_account
    }
  }

  # A new instance reads its secrets at once.
  depends_on = [google_secret_manager_secret_iam_member.this]
}

# Only Eventarc may call it, or who is named for a function over HTTP.
resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = var.http == null ? { eventarc = "serviceAccount:${var.platform.trigger_account}" } : { for member in var.http.invokers : member => member }

  project  = var.platform.project
  location = var.platform.region
  name     = google_cloudfunctions2_function.this.name
  role     = "roles/run.invoker"
  member   = each.value
}
