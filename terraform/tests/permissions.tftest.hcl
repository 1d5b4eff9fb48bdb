# Who may do what. A new IAM resource or role has to be added here, so that somebody thinks about it.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

variables {
  project             = "maa-yegue-test"
  functions_directory = "./tests/functions"
}

run "every_grant_is_known" {
  command = plan

  assert {
    condition = toset(flatten([
      for name in fileset(path.module, "*.tf") : [
        for found in regexall("resource \"(google_[a-z0-9_]*(?:iam|acl|access_control)[a-z0-9_]*)\" \"([a-z0-9_]+)\"", file("${path.module}/${name}")) :
        "${found[0]}.${found[1]}"
      ]
      ])) == toset([
      "google_cloud_run_v2_service_iam_member.inactive_user_cleanup_trigger",
      "google_cloud_run_v2_service_iam_member.notification_purge_trigger",
      "google_project_iam_custom_role.inactive_user_cleanup",
      "google_project_iam_custom_role.object_editor",
      "google_project_iam_member.build_reads_sources",
      "google_project_iam_member.build_writes_images",
      "google_project_iam_member.build_writes_logs",
      "google_project_iam_member.inactive_user_cleanup_accounts",
      "google_project_iam_member.inactive_user_cleanup_firestore",
      "google_project_iam_member.notification_purge_firestore",
      "google_pubsub_topic_iam_member.inactive_user_cleanup_alerts",
      "google_pubsub_topic_iam_member.inactive_user_cleanup_dead_letters",
      "google_pubsub_topic_iam_member.inactive_user_cleanup_goes_on",
      "google_pubsub_topic_iam_member.notification_purge_alerts",
      "google_pubsub_topic_iam_member.notification_purge_dead_letters",
      "google_pubsub_topic_iam_member.notification_purge_goes_on",
      "google_storage_bucket_iam_member.build_reads_artifacts",
      "google_storage_bucket_iam_member.inactive_user_cleanup_archive",
      "google_storage_bucket_iam_member.inactive_user_cleanup_databases",
      "google_storage_bucket_iam_member.inactive_user_cleanup_names",
    ])
    error_message = "An IAM resource was added or removed: say here what it grants."
  }

  assert {
    condition     = length(fileset(path.module, "*.tf.json")) == 0 && alltrue([for name in fileset(path.module, "*.tf") : !can(regex("(?m)^module ", file("${path.module}/${name}")))])
    error_message = "The test above reads *.tf only: grants in modules or JSON files would escape it."
  }

  assert {
    condition     = alltrue([for name in fileset(path.module, "*.tf") : !can(regex("allUsers|allAuthenticatedUsers", file("${path.module}/${name}")))])
    error_message = "Something is granted to everybody. No function or bucket of this project is public."
  }

  assert {
    condition     = alltrue([for name in fileset(path.module, "*.tf") : !can(regex("roles/(owner|editor|viewer)\"", file("${path.module}/${name}")))])
    error_message = "A primitive role is granted: it reaches the whole project."
  }
}

run "each_grant_is_as_narrow_as_agreed" {
  command = plan

  assert {
    condition = {
      build_reads_sources   = "${google_project_iam_member.build_reads_sources.role} ${google_project_iam_member.build_reads_sources.member}"
      build_writes_images   = "${google_project_iam_member.build_writes_images.role} ${google_project_iam_member.build_writes_images.member}"
      build_writes_logs     = "${google_project_iam_member.build_writes_logs.role} ${google_project_iam_member.build_writes_logs.member}"
      build_reads_artifacts = "${google_storage_bucket_iam_member.build_reads_artifacts.role} ${google_storage_bucket_iam_member.build_reads_artifacts.member}"
      } == {
      build_reads_sources   = "roles/storage.objectViewer serviceAccount:build"
      build_writes_images   = "roles/artifactregistry.writer serviceAccount:build"
      build_writes_logs     = "roles/logging.logWriter serviceAccount:build"
      build_reads_artifacts = "roles/storage.objectViewer serviceAccount:build"
    }
    error_message = "The build account has other rights than agreed."
  }

  assert {
    condition = {
      invoker      = "${google_cloud_run_v2_service_iam_member.notification_purge_trigger.role} ${google_cloud_run_v2_service_iam_member.notification_purge_trigger.member}"
      firestore    = "${google_project_iam_member.notification_purge_firestore.role} ${google_project_iam_member.notification_purge_firestore.member}"
      alerts       = "${google_pubsub_topic_iam_member.notification_purge_alerts.role} ${google_pubsub_topic_iam_member.notification_purge_alerts.member} ${google_pubsub_topic_iam_member.notification_purge_alerts.topic}"
      goes_on      = "${google_pubsub_topic_iam_member.notification_purge_goes_on.role} ${google_pubsub_topic_iam_member.notification_purge_goes_on.member} ${google_pubsub_topic_iam_member.notification_purge_goes_on.topic}"
      dead_letters = "${google_pubsub_topic_iam_member.notification_purge_dead_letters.role} ${google_pubsub_topic_iam_member.notification_purge_dead_letters.member} ${google_pubsub_topic_iam_member.notification_purge_dead_letters.topic}"
      } == {
      invoker      = "roles/run.invoker serviceAccount:trigger"
      firestore    = "roles/datastore.user serviceAccount:notification-purge"
      alerts       = "roles/pubsub.publisher serviceAccount:notification-purge maintenance-alerts"
      goes_on      = "roles/pubsub.publisher serviceAccount:notification-purge notification-purge"
      dead_letters = "roles/pubsub.publisher serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com notification-purge-dead-letters"
    }
    error_message = "notification-purge has other rights than agreed."
  }

  assert {
    condition = {
      invoker      = "${google_cloud_run_v2_service_iam_member.inactive_user_cleanup_trigger.role} ${google_cloud_run_v2_service_iam_member.inactive_user_cleanup_trigger.member}"
      firestore    = "${google_project_iam_member.inactive_user_cleanup_firestore.role} ${google_project_iam_member.inactive_user_cleanup_firestore.member}"
      accounts     = "${google_project_iam_member.inactive_user_cleanup_accounts.role} ${google_project_iam_member.inactive_user_cleanup_accounts.member}"
      databases    = "${google_storage_bucket_iam_member.inactive_user_cleanup_databases.role} ${google_storage_bucket_iam_member.inactive_user_cleanup_databases.member}"
      archive      = "${google_storage_bucket_iam_member.inactive_user_cleanup_archive.role} ${google_storage_bucket_iam_member.inactive_user_cleanup_archive.member}"
      names        = "${google_storage_bucket_iam_member.inactive_user_cleanup_names.role} ${google_storage_bucket_iam_member.inactive_user_cleanup_names.member}"
      alerts       = "${google_pubsub_topic_iam_member.inactive_user_cleanup_alerts.role} ${google_pubsub_topic_iam_member.inactive_user_cleanup_alerts.member} ${google_pubsub_topic_iam_member.inactive_user_cleanup_alerts.topic}"
      goes_on      = "${google_pubsub_topic_iam_member.inactive_user_cleanup_goes_on.role} ${google_pubsub_topic_iam_member.inactive_user_cleanup_goes_on.member} ${google_pubsub_topic_iam_member.inactive_user_cleanup_goes_on.topic}"
      dead_letters = "${google_pubsub_topic_iam_member.inactive_user_cleanup_dead_letters.role} ${google_pubsub_topic_iam_member.inactive_user_cleanup_dead_letters.member} ${google_pubsub_topic_iam_member.inactive_user_cleanup_dead_letters.topic}"
      } == {
      invoker      = "roles/run.invoker serviceAccount:trigger"
      firestore    = "roles/datastore.user serviceAccount:inactive-user-cleanup"
      accounts     = "custom/inactive_user_cleanup serviceAccount:inactive-user-cleanup"
      databases    = "custom/object_editor serviceAccount:inactive-user-cleanup"
      archive      = "custom/object_editor serviceAccount:inactive-user-cleanup"
      names        = "roles/storage.legacyBucketReader serviceAccount:inactive-user-cleanup"
      alerts       = "roles/pubsub.publisher serviceAccount:inactive-user-cleanup maintenance-alerts"
      goes_on      = "roles/pubsub.publisher serviceAccount:inactive-user-cleanup inactive-user-cleanup"
      dead_letters = "roles/pubsub.publisher serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com inactive-user-cleanup-dead-letters"
    }
    error_message = "inactive-user-cleanup has other rights than agreed."
  }

  assert {
    condition = {
      accounts = toset(google_project_iam_custom_role.inactive_user_cleanup.permissions)
      objects  = toset(google_project_iam_custom_role.object_editor.permissions)
      } == {
      accounts = toset(["firebaseauth.configs.getHashConfig", "firebaseauth.users.delete", "firebaseauth.users.get"])
      objects  = toset(["storage.objects.create", "storage.objects.delete", "storage.objects.get"])
    }
    error_message = "A custom role holds other permissions than agreed."
  }

  assert {
    condition = {
      sources       = one(google_project_iam_member.build_reads_sources.condition).expression
      purge_reads   = one(google_project_iam_member.notification_purge_firestore.condition).expression
      cleanup_reads = one(google_project_iam_member.inactive_user_cleanup_firestore.condition).expression
      databases     = one(google_storage_bucket_iam_member.inactive_user_cleanup_databases.condition).expression
      archive       = one(google_storage_bucket_iam_member.inactive_user_cleanup_archive.condition).expression
      } == {
      sources       = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
      purge_reads   = "resource.name == \"projects/maa-yegue-test/databases/(default)\""
      cleanup_reads = "resource.name == \"projects/maa-yegue-test/databases/(default)\""
      databases     = "resource.name.startsWith(\"projects/_/buckets/maa-yegue-test-sqlite/objects/live/\")"
      archive       = "resource.name.startsWith(\"projects/_/buckets/maa-yegue-test-sqlite/objects/archive/auth/\")"
    }
    error_message = "A grant reaches further than its condition allowed."
  }
}

run "each_function_runs_as_itself_and_is_called_by_eventarc_only" {
  command = plan

  assert {
    condition = {
      purge   = google_cloudfunctions2_function.notification_purge.service_config[0].service_account_email
      cleanup = google_cloudfunctions2_function.inactive_user_cleanup.service_config[0].service_account_email
    } == { purge = "notification-purge", cleanup = "inactive-user-cleanup" }
    error_message = "A function runs as another account than its own."
  }

  assert {
    condition = alltrue([
      for function in [google_cloudfunctions2_function.notification_purge, google_cloudfunctions2_function.inactive_user_cleanup] :
      function.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
      && function.event_trigger[0].service_account_email == "trigger"
      && function.build_config[0].service_account == "build-id"
    ])
    error_message = "A function is reachable from outside, or is called or built as another account than agreed."
  }

  assert {
    condition = (google_cloud_run_v2_service_iam_member.notification_purge_trigger.name == "notification-purge"
    && google_cloud_run_v2_service_iam_member.inactive_user_cleanup_trigger.name == "inactive-user-cleanup")
    error_message = "Eventarc may call another service than the function."
  }
}
