# The staged databases (live/), their backups and what was archived before it was deleted.
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

  # Deleted accounts are personal data: kept to undo a mistake, not for ever.
  dynamic "lifecycle_rule" {
    for_each = var.account_archive_days == 0 ? [] : [var.account_archive_days]

    content {
      action {
        type = "Delete"
      }
      condition {
        matches_prefix = ["archive/auth/"]
        with_state     = "ANY"
        age            = lifecycle_rule.value
      }
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

# For functions that edit objects, granted with a condition on where. To write over an object takes the right to delete
# it; the bucket keeps the old version, which takes other rights to remove.
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
}
