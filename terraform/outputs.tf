locals {
  # All of them: what is said of every function below, and in the tests, is said of these.
  functions = {
    for function in [
      module.inactive_user_cleanup,
      module.notification_purge,
    ] : function.name => function
  }
}

# Both from the resources themselves, so that a test sees what is really granted.
locals {
  build_rights = [
    for grant in [
      google_project_iam_member.build_reads_sources,
      google_project_iam_member.build_writes_images,
      google_project_iam_member.build_writes_logs,
      ] : {
      who = grant.member, role = grant.role, on = "project", only = try(one(grant.condition).expression, "")
    }
  ]

  custom_roles = [
    google_project_iam_custom_role.inactive_user_cleanup,
    google_project_iam_custom_role.object_editor,
  ]
}

output "rights" {
  description = "Who may do what: who, with which role, on what, and under which condition. docs/permissions.md says why."
  value = sort([
    for right in concat(flatten([for parts in local.functions : parts.rights]), local.build_rights, [{
      who  = google_storage_bucket_iam_member.build_reads_artifacts.member
      role = google_storage_bucket_iam_member.build_reads_artifacts.role
      on   = "bucket ${google_storage_bucket_iam_member.build_reads_artifacts.bucket}"
      only = ""
    }]) : "${right.who} | ${right.role} | ${right.on} | ${right.only}"
  ])
}

output "functions" {
  description = "Each function, with what starts it, the names of its settings and where its dead letters are."
  value = {
    for name, parts in local.functions : name => {
      schedules = { for job in parts.jobs : job.name => join(" ", compact([job.schedule, job.time_zone])) }
      topics    = parts.listens_to
      url       = parts.function.url
      dry_run   = lookup(parts.function.service_config[0].environment_variables, "DRY_RUN", "false") == "true"
      settings = sort(setunion(
        keys(parts.function.service_config[0].environment_variables),
        parts.function.service_config[0].secret_environment_variables[*].key,
      ))
      dead_letters = parts.dead_letters == null ? null : parts.dead_letters.name
    }
  }
}

output "sqlite_bucket" {
  description = "Where the staged databases go: live/<name>.db."
  value       = google_storage_bucket.sqlite.name
}

output "alerts_inbox" {
  description = "The subscription to read alerts from with gcloud."
  value       = google_pubsub_subscription.alerts_inbox.name
}
