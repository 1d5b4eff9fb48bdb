# What the operator is promised.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

variables {
  project             = "maa-yegue-test"
  functions_directory = "./tests/functions"
}

run "every_schedule_has_its_function_and_every_function_its_schedule" {
  command = plan

  assert {
    condition     = toset(keys(local.schedules)) == toset(keys(output.functions))
    error_message = "schedules.json and the functions differ: ${join(", ", setunion(setsubtract(keys(local.schedules), keys(output.functions)), setsubtract(keys(output.functions), keys(local.schedules))))}."
  }

  assert {
    condition = toset(flatten([
      for name in fileset(path.module, "*.tf") :
      [for found in regexall("resource \"google_cloudfunctions2_function\" \"([a-z0-9_]+)\"", file("${path.module}/${name}")) : replace(found[0], "_", "-")]
    ])) == toset(keys(output.functions))
    error_message = "A function is missing from the output functions, which these tests go by."
  }

  assert {
    condition = toset(flatten([
      for name in fileset(path.module, "*.tf") :
      [for found in regexall("resource \"google_cloud_scheduler_job\" \"([a-z0-9_]+)\"", file("${path.module}/${name}")) : replace(found[0], "_", "-")]
    ])) == toset(keys(local.schedules))
    error_message = "There is a Scheduler job without a schedule and a reason in schedules.json."
  }

  assert {
    condition = {
      for job in [google_cloud_scheduler_job.notification_purge, google_cloud_scheduler_job.inactive_user_cleanup] :
      job.name => [job.schedule, coalesce(job.time_zone, "none"), job.pubsub_target[0].topic_name, base64decode(job.pubsub_target[0].data)]
      } == {
      notification-purge    = ["0 3 * * *", "Africa/Douala", "projects/maa-yegue-test/topics/notification-purge", "{}"]
      inactive-user-cleanup = ["0 2 1 * *", "Africa/Douala", "projects/maa-yegue-test/topics/inactive-user-cleanup", "{}"]
    }
    error_message = "A job has another schedule, time zone, topic or message than agreed."
  }

  assert {
    condition = alltrue([
      for job in [google_cloud_scheduler_job.notification_purge, google_cloud_scheduler_job.inactive_user_cleanup] :
      job.retry_config[0].retry_count > 0 && length(job.description) > 40 && length(job.description) <= 500
    ])
    error_message = "A job is not retried, or does not say why it runs when it does (in at most 500 characters)."
  }
}

run "each_function_listens_to_its_topic_and_is_retried" {
  command = plan

  assert {
    condition = {
      for function in [google_cloudfunctions2_function.notification_purge, google_cloudfunctions2_function.inactive_user_cleanup] :
      function.name => [function.event_trigger[0].pubsub_topic, function.build_config[0].entry_point]
      } == {
      notification-purge    = ["projects/maa-yegue-test/topics/notification-purge", "com.maayegue.maintenance.notificationpurge.NotificationPurgeFunction"]
      inactive-user-cleanup = ["projects/maa-yegue-test/topics/inactive-user-cleanup", "com.maayegue.maintenance.inactiveusercleanup.InactiveUserCleanupFunction"]
    }
    error_message = "A function listens to another topic or starts another class than agreed."
  }

  assert {
    condition = alltrue([
      for function in [google_cloudfunctions2_function.notification_purge, google_cloudfunctions2_function.inactive_user_cleanup] :
      function.event_trigger[0].event_type == "google.cloud.pubsub.topic.v1.messagePublished"
      && function.event_trigger[0].retry_policy == "RETRY_POLICY_RETRY"
      && function.build_config[0].runtime == "java21"
      && function.service_config[0].timeout_seconds == 540
      && function.service_config[0].max_instance_count == 1
      && function.service_config[0].max_instance_request_concurrency == 1
    ])
    error_message = "A function is not retried, not on java21, has another timeout, or may run twice at once."
  }
}

run "deleting_functions_start_in_dry_run" {
  command = plan

  assert {
    condition = (google_cloudfunctions2_function.notification_purge.service_config[0].environment_variables["DRY_RUN"] == "true"
    && google_cloudfunctions2_function.inactive_user_cleanup.service_config[0].environment_variables["DRY_RUN"] == "true")
    error_message = "A deleting function deletes before anybody has turned its dry run off."
  }
}

run "dry_run_is_turned_off_one_function_at_a_time" {
  command = plan

  variables {
    dry_run = { notification_purge = false }
  }

  assert {
    condition = (google_cloudfunctions2_function.notification_purge.service_config[0].environment_variables["DRY_RUN"] == "false"
    && google_cloudfunctions2_function.inactive_user_cleanup.service_config[0].environment_variables["DRY_RUN"] == "true")
    error_message = "Turning off the dry run of notification-purge did not do just that."
  }
}

run "each_function_gets_the_documented_environment" {
  command = plan

  assert {
    condition = google_cloudfunctions2_function.notification_purge.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      DRY_RUN              = "true"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT8M"
      COLLECTION           = "notifications"
      TIMESTAMP_FIELD      = "created_at"
      RETENTION            = "P30D"
      PARALLELISM          = "4"
      DELETES_PER_SECOND   = "500"
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
    })
    error_message = "notification-purge gets another environment than docs/configuration.md says."
  }

  assert {
    condition = google_cloudfunctions2_function.inactive_user_cleanup.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT  = "maa-yegue-test"
      DRY_RUN               = "true"
      ALERT_TOPIC           = "maintenance-alerts"
      TIME_ZONE             = "Africa/Douala"
      RUN_TIME_LIMIT        = "PT8M"
      INACTIVE_AFTER        = "P365D"
      NOTICE_PERIOD         = "P28D"
      MAX_DELETIONS_PERCENT = "25"
      PROTECTED_ROLES       = "admin"
      SQLITE_BUCKET         = "maa-yegue-test-sqlite"
      DATABASES             = "maa_yegue_app"
      APP_NAME              = "Ma'a yegue"
      BATCH_SIZE            = "10000"
      JAVA_TOOL_OPTIONS     = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=40"
    })
    error_message = "inactive-user-cleanup gets another environment than docs/configuration.md says."
  }
}

run "messages_that_keep_failing_are_kept" {
  command = plan

  assert {
    condition = {
      for subscription in [google_pubsub_subscription.notification_purge_dead_letters, google_pubsub_subscription.inactive_user_cleanup_dead_letters] :
      subscription.name => [subscription.topic, subscription.message_retention_duration, subscription.expiration_policy[0].ttl]
      } == {
      notification-purge-dead-letters    = ["projects/maa-yegue-test/topics/notification-purge-dead-letters", "2678400s", ""]
      inactive-user-cleanup-dead-letters = ["projects/maa-yegue-test/topics/inactive-user-cleanup-dead-letters", "2678400s", ""]
    }
    error_message = "A function has no place for its dead letters, or they do not last for 31 days."
  }

  assert {
    condition     = length(terraform_data.notification_purge_dead_letters) == 1 && length(terraform_data.inactive_user_cleanup_dead_letters) == 1
    error_message = "A function's subscription is not given its dead letter topic."
  }

  assert {
    condition     = google_pubsub_topic.alerts.message_retention_duration == "604800s" && google_pubsub_subscription.alerts_inbox.expiration_policy[0].ttl == ""
    error_message = "Alerts that nobody has read yet are lost."
  }
}

run "buckets_are_private_and_keep_old_versions" {
  command = plan

  assert {
    condition = alltrue([
      for bucket in [google_storage_bucket.sqlite, google_storage_bucket.artifacts] :
      bucket.uniform_bucket_level_access && bucket.public_access_prevention == "enforced" && bucket.versioning[0].enabled
    ])
    error_message = "A bucket may be made public, or loses what is written over."
  }

  assert {
    condition     = google_storage_bucket.sqlite.force_destroy == false
    error_message = "Terraform would delete the databases with their bucket."
  }

  assert {
    condition = alltrue(flatten([
      for rule in google_storage_bucket.sqlite.lifecycle_rule : [
        for condition in rule.condition : (
          toset(condition.matches_prefix) == toset(["live/"]) && condition.with_state == "ARCHIVED" && coalesce(condition.num_newer_versions, 0) >= 3
          || toset(condition.matches_prefix) == toset(["archive/auth/"]) && coalesce(condition.age, 0) >= 30
        )
      ]
    ]))
    error_message = "A lifecycle rule deletes something else than old versions of live/ and old account archives."
  }
}

run "deleted_accounts_can_be_kept_for_ever" {
  command = plan

  variables {
    account_archive_days = 0
  }

  assert {
    condition     = length(google_storage_bucket.sqlite.lifecycle_rule) == 1
    error_message = "Archived accounts are still deleted."
  }
}

run "the_jar_is_uploaded_under_its_hash" {
  command = plan

  assert {
    condition = (startswith(google_storage_bucket_object.notification_purge.name, "notification-purge/")
      && strcontains(google_storage_bucket_object.notification_purge.name, data.archive_file.notification_purge.output_sha256)
    && strcontains(google_storage_bucket_object.inactive_user_cleanup.name, data.archive_file.inactive_user_cleanup.output_sha256))
    error_message = "A changed jar would not be deployed."
  }
}

run "the_indexes_are_those_of_the_firebase_cli" {
  command = plan

  assert {
    condition     = toset(keys(google_firestore_index.ours)) == toset(["maintenance_runs-function-startedat"])
    error_message = "Terraform and firestore.indexes.json have other indexes than agreed."
  }
}
