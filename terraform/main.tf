terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.0"
    }
    archive = {
      source  = "hashicorp/archive"
      version = "~> 2.4"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
}

data "google_project" "this" {
  project_id = var.project
}

resource "google_project_service" "needed" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudscheduler.googleapis.com",
    "eventarc.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "identitytoolkit.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
  ])

  project = var.project
  service = each.value

  # The app uses some of them too.
  disable_on_destroy = false
}

locals {
  # The project, once its services are on: whatever names this waits for them.
  project = one(distinct([for service in google_project_service.needed : service.project]))

  # Every schedule with its reason. The local scheduler reads the same file.
  schedules = jsondecode(file("${path.module}/schedules.json"))

  # The jobs of each function: most have one.
  jobs = {
    for function in distinct([for job in local.schedules : job.function]) : function => {
      for name, job in local.schedules : name => merge(job, { data = jsonencode(job.data) }) if job.function == function
    }
  }

  # An event function is stopped after 540 s, which is the most that Google allows.
  event_timeout_seconds = 540

  # What modules/function takes, the same for every function.
  platform = {
    project             = local.project
    region              = var.region
    functions_directory = coalesce(var.functions_directory, "${path.module}/../functions")
    artifacts_bucket    = google_storage_bucket.artifacts.name
    build_account       = google_service_account.build.id
    # Not used: it makes functions wait until their builds may read and write what they need to.
    build_rights = [
      google_project_iam_member.build_reads_sources.id,
      google_project_iam_member.build_writes_images.id,
      google_project_iam_member.build_writes_logs.id,
      google_storage_bucket_iam_member.build_reads_artifacts.id,
    ]
    trigger_account = google_service_account.trigger.email
    # Google's own account for Pub/Sub in this project: it moves dead letters.
    pubsub_agent  = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    sqlite_bucket = google_storage_bucket.sqlite.name
    # Documents of the one database that the functions open. IAM cannot tell collections apart.
    firestore_condition = {
      title      = "default-database"
      expression = "resource.name == \"projects/${var.project}/databases/(default)\""
    }
    dead_letter_attempts = var.dead_letter_attempts
    set_dead_letters     = var.set_dead_letters
  }
}

# What Eventarc calls the functions as. It may call them and do nothing else.
resource "google_service_account" "trigger" {
  project      = local.project
  account_id   = "maintenance-trigger"
  display_name = "Delivers messages to the maintenance functions"
}

# What Cloud Build builds the functions as, instead of the default account, which is often an editor of the project.
resource "google_service_account" "build" {
  project      = local.project
  account_id   = "maintenance-build"
  display_name = "Builds the maintenance functions"
}

resource "google_project_iam_member" "build_writes_logs" {
  project = local.project
  role    = "roles/logging.logWriter"
  member  = "serviceAccount:${google_service_account.build.email}"
}

resource "google_project_iam_member" "build_writes_images" {
  project = local.project
  role    = "roles/artifactregistry.writer"
  member  = "serviceAccount:${google_service_account.build.email}"
}

# Sources are copied into a bucket of Cloud Functions' own. Without the condition the build could read user data.
resource "google_project_iam_member" "build_reads_sources" {
  project = local.project
  role    = "roles/storage.objectViewer"
  member  = "serviceAccount:${google_service_account.build.email}"

  condition {
    title      = "function-sources"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
  }
}

resource "google_storage_bucket_iam_member" "build_reads_artifacts" {
  bucket = google_storage_bucket.artifacts.name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.build.email}"
}
