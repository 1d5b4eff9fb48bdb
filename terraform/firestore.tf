# The database belongs to the app. A project that is new has none, and gets one where the operator says so.
resource "google_firestore_database" "app" {
  count = var.firestore_location == null ? 0 : 1

  project                 = local.project
  name                    = "(default)" # the one that the functions open, and the only one with free amounts
  location_id             = var.firestore_location
  type                    = "FIRESTORE_NATIVE"
  delete_protection_state = "DELETE_PROTECTION_ENABLED"
  deletion_policy         = "ABANDON"
}

locals {
  firestore_indexes = jsondecode(file("${path.module}/../firestore.indexes.json"))
  firestore         = var.firestore_location == null ? "(default)" : google_firestore_database.app[0].name
}

# The indexes of our own collections. firestore.indexes.json is the one list of them: the Firebase CLI reads it too.
resource "google_firestore_index" "ours" {
  for_each = {
    for index in local.firestore_indexes.indexes :
    join("-", concat([index.collectionGroup], [for field in index.fields : lower(field.fieldPath)])) => index
  }

  project     = local.project
  database    = local.firestore
  collection  = each.value.collectionGroup
  query_scope = each.value.queryScope

  dynamic "fields" {
    for_each = each.value.fields

    content {
      field_path = fields.value.fieldPath
      order      = fields.value.order
    }
  }
}

# Firestore deletes documents that are past this time by itself, within a day or two. Not indexed: times that only grow
# would make one part of the index hot, and nobody asks for them.
resource "google_firestore_field" "expires" {
  for_each = {
    for field in local.firestore_indexes.fieldOverrides : "${field.collectionGroup}-${field.fieldPath}" => field if lookup(field, "ttl", false)
  }

  project    = local.project
  database   = local.firestore
  collection = each.value.collectionGroup
  field      = each.value.fieldPath

  ttl_config {}
  index_config {}
}

variable "firestore_location" {
  description = "Where to make the Firestore database of a project that has none: eur3 (several regions of Europe) or a region. Null leaves the app's database to the app. It cannot be moved later."
  type        = string
  default     = null

  validation {
    condition     = var.firestore_location == null || can(regex("^(eur3|nam5|nam7|[a-z]+-[a-z]+[0-9]+)$", var.firestore_location))
    error_message = "A location of Firestore is eur3, nam5, nam7 or a region such as europe-west1."
  }
}
