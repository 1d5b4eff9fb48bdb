# A key of the operator's own, where one is named: Cloud Storage encrypts with it what is written from then on.
data "google_storage_project_service_account" "this" {
  count   = var.kms_key == null ? 0 : 1
  project = local.project
}

resource "google_kms_crypto_key_iam_member" "storage" {
  count         = var.kms_key == null ? 0 : 1
  crypto_key_id = var.kms_key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = data.google_storage_project_service_account.this[0].member
}

locals {
  # None or one. A bucket takes a key only after Cloud Storage may use it, so it waits for the right.
  storage_keys = google_kms_crypto_key_iam_member.storage[*].crypto_key_id
}

# The staged databases (live/), their backups, what was archived before it was deleted, and what was set aside.
resource "google_storage_bucket" "sqlite" {
  project                     = local.project
  name                        = coalesce(var.sqlite_bucket, "${var.project}-sqlite")
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

  # Every edit of a staged database leaves the old one as a version: 30 days of them, and always the last three.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      matches_prefix             = ["live/"]
      with_state                 = "ARCHIVED"
      days_since_noncurrent_time = 30
      num_newer_versions         = 3
    }
  }

  # Only what database-backup has pruned, and what was written over: it can be brought back for 30 days. No rule touches
  # a backup that is there. Age does not tell which of them is the newest that was proven; the function knows.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      matches_prefix             = ["backups/", "archive/", "quarantine/"]
      with_state                 = "ARCHIVED"
      days_since_noncurrent_time = 30
    }
  }

  # What is kept to undo a mistake or to find out what happened holds personal data: not for ever.
  dynamic "lifecycle_rule" {
    for_each = {
      for days in [
        { prefixes = ["archive/auth/"], days = var.account_archive_days },
        { prefixes = [for name in var.databases : "archive/${name}/"], days = var.row_archive_days },
        { prefixes = ["quarantine/"], days = var.quarantine_days },
      ] : days.prefixes[0] => days if days.days != 0
    }

    content {
      action {
        type = "Delete"
      }
      condition {
        matches_prefix = lifecycle_rule.value.prefixes
        with_state     = "ANY"
        age            = lifecycle_rule.value.days
      }
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

# For functions that work on objects, granted with a condition on where.
resource "google_project_iam_custom_role" "object_reader" {
  project     = local.project
  role_id     = "maintenanceObjectReader"
  title       = "Reads objects"
  permissions = ["storage.objects.get"]
}

# Without the right to delete, nothing that is there can be written over either.
resource "google_project_iam_custom_role" "object_keeper" {
  project = local.project
  role_id = "maintenanceObjectKeeper"
  title   = "Reads and adds objects"
  permissions = [
    "storage.objects.create",
    "storage.objects.get",
  ]
}

# To write over an object takes the right to delete it; the bucket keeps the old version, which takes other rights to
# remove.
resource "google_project_iam_custom_role" "object_editor" {
  project = local.project
  role_id = "maintenanceObjectEditor"
  title   = "Reads, adds and writes over objects"
  permissions = [
    "storage.objects.create",
    "storage.objects.delete",
    "storage.objects.get",
  ]
}

# The deployables, each under a name that has its content's hash: an unchanged jar is not deployed again.
resource "google_storage_bucket" "artifacts" {
  project                     = local.project
  name                        = "${var.project}-maintenance-artifacts"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  dynamic "encryption" {
    for_each = local.storage_keys
    content {
      default_kms_key_name = encryption.value
    }
  }
}
