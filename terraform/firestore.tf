# The indexes of our own collections. firestore.indexes.json is the one list of them: the Firebase CLI reads it too.
# The database itself belongs to the app.
resource "google_firestore_index" "ours" {
  for_each = {
    for index in jsondecode(file("${path.module}/../firestore.indexes.json")).indexes :
    join("-", concat([index.collectionGroup], [for field in index.fields : lower(field.fieldPath)])) => index
  }

  project     = local.project
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
