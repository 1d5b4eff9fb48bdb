# Who may do what, from the resources themselves: an output for the operator, and what a test compares with the tables of
# docs/permissions.md.

locals {
  build_rights = concat(
    [for grant in [
      google_project_iam_member.build_reads_sources,
      google_project_iam_member.build_writes_images,
      google_project_iam_member.build_writes_logs,
      ] : {
      who = grant.member, role = grant.role, on = "project", only = try(one(grant.condition).expression, "")
    }],
    [for grant in [google_storage_bucket_iam_member.build_reads_artifacts] : {
      who = grant.member, role = grant.role, on = "bucket ${grant.bucket}", only = try(one(grant.condition).expression, "")
    }],
  )

  custom_roles = [
    google_project_iam_custom_role.inactive_user_cleanup,
    google_project_iam_custom_role.object_editor,
    google_project_iam_custom_role.object_keeper,
    google_project_iam_custom_role.object_reader,
  ]

  # The conditions that we know are shortened; any other stays as it is.
  objects_under = "/^resource\\.name\\.startsWith\\(\"projects/_/buckets/(?:(?:${google_storage_bucket.sqlite.name}|${google_storage_bucket.reports.name})/objects/)?([A-Za-z0-9/_-]+)\"\\)$/"
}

output "rights" {
  description = "Who has which role on what, and under which condition. docs/permissions.md says why."
  value = sort([
    for right in concat(flatten([for parts in local.functions : parts.rights]), local.build_rights) : join(" | ", [
      right.who == local.platform.pubsub_agent ? "Pub/Sub" : trimsuffix(trimprefix(right.who, "serviceAccount:"), "@${var.project}.iam.gserviceaccount.com"),
      trimprefix(right.role, "projects/${var.project}/roles/"),
      right.on,
      right.only == local.platform.firestore_condition.expression ? "database (default)" : replace(right.only, local.objects_under, "$1…"),
    ])
  ])
}
