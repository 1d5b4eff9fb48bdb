# Who may do what: docs/permissions.md says each right with its reason, and these tests that there are no others.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

variables {
  project             = "maa-yegue-test"
  functions_directory = "./tests/functions"
}

run "every_grant_is_seen_by_these_tests" {
  command = plan

  assert {
    condition = toset(flatten([
      for name in setunion(fileset(path.module, "*.tf"), fileset(path.module, "modules/**/*.tf")) : [
        for found in regexall("(?:resource|data)\\s+\"(google_[a-z0-9_]*(?:iam|acl|access_control|policy)[a-z0-9_]*)\"\\s+\"([a-z0-9_]+)\"", file("${path.module}/${name}")) :
        "${dirname(name)} ${found[0]}.${found[1]}"
      ]
      ])) == toset([
      ". google_project_iam_custom_role.inactive_user_cleanup",
      ". google_project_iam_custom_role.object_editor",
      ". google_project_iam_member.build_reads_sources",
      ". google_project_iam_member.build_writes_images",
      ". google_project_iam_member.build_writes_logs",
      ". google_storage_bucket_iam_member.build_reads_artifacts",
      "modules/function google_cloud_run_v2_service_iam_member.invoker",
      "modules/function google_project_iam_member.firestore",
      "modules/function google_project_iam_member.role",
      "modules/function google_pubsub_topic_iam_member.dead_letters",
      "modules/function google_pubsub_topic_iam_member.publisher",
      "modules/function google_secret_manager_secret_iam_member.this",
      "modules/function google_storage_bucket_iam_member.names",
      "modules/function google_storage_bucket_iam_member.objects",
    ])
    error_message = "An IAM resource was added or removed: add it to the rights that the next run compares, and say in docs/permissions.md what it grants."
  }

  assert {
    condition = length(fileset(path.module, "**/*.tf.json")) == 0 && alltrue(flatten([
      for name in setunion(fileset(path.module, "*.tf"), fileset(path.module, "modules/**/*.tf")) : [
        for found in regexall("(?m)^module\\s+\"[a-z_]+\"\\s+\\{\\n\\s+source\\s+= \"([^\"]*)\"", file("${path.module}/${name}")) :
        found[0] == "./modules/function"
      ]
    ]))
    error_message = "The test above reads *.tf of this folder and of modules/function: grants in other modules or in JSON files would escape it."
  }

  assert {
    condition     = alltrue([for name in fileset(path.module, "**/*.tf") : !can(regex("roles/(owner|editor|viewer)\"", file("${path.module}/${name}")))])
    error_message = "A primitive role is granted: it reaches the whole project."
  }
}

run "nothing_is_public" {
  command = plan

  assert {
    condition     = alltrue([for name in fileset(path.module, "**/*.tf") : !can(regex("allUsers|allAuthenticatedUsers", file("${path.module}/${name}")))])
    error_message = "Something is granted to everybody. No function or bucket of this project is public."
  }

  assert {
    condition = {
      for name, parts in local.functions : name => parts.function.service_config[0].ingress_settings
      if parts.function.service_config[0].ingress_settings != "ALLOW_INTERNAL_ONLY"
    } == {}
    error_message = "A function is reachable from outside that should not be."
  }
}

run "documents" {
  module {
    source = "./tests/documents"
  }
}

run "the_rights_are_those_of_the_documentation" {
  command = plan

  assert {
    condition = toset([
      for right in output.rights : replace(replace(replace(replace(replace(replace(right,
        "serviceAccount:", ""),
        "service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com", "Pub/Sub"),
        "projects/maa-yegue-test/roles/", ""),
        "/resource\\.name\\.startsWith\\(\"projects/_/buckets/(maa-yegue-test-sqlite/objects/)?([a-z0-9/-]+)\"\\)$/", "$2…"),
        "resource.name == \"projects/maa-yegue-test/databases/(default)\"", "database (default)"),
      "maa-yegue-test", "PROJECT")
    ]) == run.documents.rights
    error_message = "docs/permissions.md and Terraform differ. In Terraform:\n${join("\n", output.rights)}\nIn the documentation:\n${join("\n", run.documents.rights)}"
  }

  assert {
    condition = {
      for role in local.custom_roles : role.role_id => toset(role.permissions)
    } == run.documents.custom_roles
    error_message = "A custom role holds other permissions than docs/permissions.md says."
  }
}

run "each_function_runs_as_itself" {
  command = plan

  assert {
    condition = alltrue([
      for name, parts in local.functions :
      parts.function.service_config[0].service_account_email == name
      && parts.function.build_config[0].service_account == "build-id"
      && alltrue([for trigger in parts.function.event_trigger : trigger.service_account_email == "maintenance-trigger"])
      && alltrue([for trigger in parts.further_triggers : trigger.service_account == "maintenance-trigger"])
    ])
    error_message = "A function runs as another account than its own, or is called or built as another account than agreed."
  }
}
