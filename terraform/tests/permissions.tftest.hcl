# Who may do what: docs/permissions.md says each right with its reason, and these tests that there are no others.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

variables {
  weekly_report = { recipients = ["team@example.org"] }
}

run "every_grant_is_seen_by_these_tests" {
  command = plan

  assert {
    condition = toset(flatten([
      for name in setunion(fileset(path.module, "*.tf"), fileset(path.module, "modules/**/*.tf")) : [
        for found in regexall("(?:resource|data)\\s+\"(google_[a-z0-9_]*(?:iam|acl|access_control)[a-z0-9_]*)\"\\s+\"([a-z0-9_]+)\"", file("${path.module}/${name}")) :
        "${dirname(name)} ${found[0]}.${found[1]}"
      ]
      ])) == toset([
      ". google_kms_crypto_key_iam_member.storage",
      ". google_project_iam_custom_role.inactive_user_cleanup",
      ". google_project_iam_custom_role.object_editor",
      ". google_project_iam_custom_role.object_keeper",
      ". google_project_iam_custom_role.object_reader",
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
      "modules/function google_storage_bucket_iam_member.other_names",
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

run "only_what_is_signed_is_public" {
  command = plan

  assert {
    condition = flatten([
      for name in fileset(path.module, "**/*.tf") : regexall("allUsers|allAuthenticatedUsers", file("${path.module}/${name}"))
    ]) == ["allUsers", "allUsers"]
    error_message = "Something is granted to everybody beside payment-webhook and alert-acknowledge."
  }

  assert {
    condition = {
      for name, parts in local.functions : name => sort([for right in parts.rights : right.who if right.role == "roles/run.invoker"])
      } == merge({ for name, parts in local.functions : name => tolist(["serviceAccount:maintenance-trigger"]) }, {
        alert-acknowledge = tolist(["allUsers"])
        database-restore  = tolist(["group:ops@example.org"])
        payment-webhook   = tolist(["allUsers"])
    })
    error_message = "A function can be called by somebody else than agreed."
  }

  assert {
    condition = {
      for name, parts in local.functions : name => parts.function.service_config[0].ingress_settings
      if parts.function.service_config[0].ingress_settings != "ALLOW_INTERNAL_ONLY"
    } == { alert-acknowledge = "ALLOW_ALL", database-restore = "ALLOW_ALL", payment-webhook = "ALLOW_ALL" }
    error_message = "A function is reachable from outside that should not be."
  }
}

run "nobody_can_restore_until_somebody_is_named" {
  command = plan

  variables {
    operators = null # its default
  }

  assert {
    condition     = [for right in local.functions["database-restore"].rights : right if right.role == "roles/run.invoker"] == []
    error_message = "database-restore can be called before operators are named."
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
    condition     = toset([for right in output.rights : replace(right, "maa-yegue-test", "PROJECT")]) == run.documents.rights
    error_message = <<-EOT
      docs/permissions.md and Terraform differ.
      Granted and not documented:
        ${join("\n  ", setsubtract([for right in output.rights : replace(right, "maa-yegue-test", "PROJECT")], run.documents.rights))}
      Documented and not granted:
        ${join("\n  ", setsubtract(run.documents.rights, [for right in output.rights : replace(right, "maa-yegue-test", "PROJECT")]))}
    EOT
  }

  assert {
    condition = {
      for role in local.custom_roles : role.role_id => toset(role.permissions)
    } == run.documents.custom_roles
    error_message = "A custom role holds other permissions than docs/permissions.md says."
  }
}

run "only_cloud_storage_may_use_the_key" {
  command = plan

  variables {
    kms_key = "projects/keys/locations/europe-west1/keyRings/maintenance/cryptoKeys/buckets"
  }

  assert {
    condition = [
      for right in google_kms_crypto_key_iam_member.storage : [right.crypto_key_id, right.role, right.member]
      ] == [[
        "projects/keys/locations/europe-west1/keyRings/maintenance/cryptoKeys/buckets",
        "roles/cloudkms.cryptoKeyEncrypterDecrypter",
        "serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com",
    ]]
    error_message = "The key can be used by somebody else than Cloud Storage's own account, or for more than encrypting."
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
    ])
    error_message = "A function runs as another account than its own, or is called or built as another account than agreed."
  }
}
