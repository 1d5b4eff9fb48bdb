# What a function may do. docs/permissions.md says why each right is there.

locals {
  member = "serviceAccount:${google_service_account.this.email}"

  secrets = { for name, secret in var.secrets : name => secret if secret != null }
}

# Reads and writes documents: its run records at least.
resource "google_project_iam_member" "firestore" {
  count = var.firestore_role == null ? 0 : 1

  project = var.platform.project
  role    = var.firestore_role
  member  = local.member

  condition {
    title      = var.platform.firestore_condition.title
    expression = var.platform.firestore_condition.expression
  }
}

resource "google_project_iam_member" "role" {
  for_each = var.project_roles

  project = var.platform.project
  role    = each.value
  member  = local.member
}

# Its own topic too: to go on with what is left when its time is over.
resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = merge(
    { for topic in google_pubsub_topic.this : "own" => topic.name },
    var.publishes_to,
  )

  project = var.platform.project
  topic   = each.value
  role    = "roles/pubsub.publisher"
  member  = local.member
}

resource "google_storage_bucket_iam_member" "objects" {
  for_each = var.objects

  bucket = coalesce(each.value.bucket, var.platform.sqlite_bucket)
  role   = each.value.role
  member = local.member

  condition {
    title      = each.key
    expression = "resource.name.startsWith(\"projects/_/buckets/${coalesce(each.value.bucket, var.platform.sqlite_bucket)}/objects/${each.value.prefix}\")"
  }
}

# Whether the bucket is there, and the names in it: without it Storage answers 403 for an object that is not there.
resource "google_storage_bucket_iam_member" "names" {
  count = length(var.objects) == 0 ? 0 : 1

  bucket = var.platform.sqlite_bucket
  role   = "roles/storage.legacyBucketReader"
  member = local.member
}

# The same for another bucket.
resource "google_storage_bucket_iam_member" "other_names" {
  for_each = { for title, objects in var.objects : title => objects.bucket if objects.bucket != null }

  bucket = each.value
  role   = "roles/storage.legacyBucketReader"
  member = local.member
}

resource "google_secret_manager_secret_iam_member" "this" {
  for_each = local.secrets

  project   = var.platform.project
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = local.member
}
