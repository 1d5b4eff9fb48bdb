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

run "no_function_escapes_these_tests" {
  command = plan

  assert {
    condition = toset([
      for name in fileset(path.module, "function_*.tf") : replace(trimsuffix(trimprefix(name, "function_"), ".tf"), "_", "-")
    ]) == toset(keys(local.functions))
    error_message = "A function's file is missing from local.functions in outputs.tf, which these tests go by, or the reverse."
  }

  assert {
    condition = sort([
      for found in flatten([
        for name in fileset(path.module, "**/*.tf") :
        regexall("(?m)^resource\\s+\"google_(cloudfunctions2_function|cloudfunctions_function|cloud_run_v2_service|cloud_run_service|cloud_scheduler_job|eventarc_trigger)\"", file("${path.module}/${name}"))
      ]) : found
    ]) == tolist(["cloud_scheduler_job", "cloudfunctions2_function", "eventarc_trigger"])
    error_message = "There is a function, a job or a trigger outside of modules/function."
  }
}

run "every_schedule_has_its_function_and_every_function_its_schedule" {
  command = plan

  assert {
    condition = {
      for name, job in merge([for parts in local.functions : parts.jobs]...) :
      name => [job.schedule, coalesce(job.time_zone, "none"), job.pubsub_target[0].topic_name, base64decode(job.pubsub_target[0].data)]
      } == {
      notification-purge    = ["0 3 * * *", "Africa/Douala", "projects/maa-yegue-test/topics/notification-purge", "{}"]
      inactive-user-cleanup = ["0 2 1 * *", "Africa/Douala", "projects/maa-yegue-test/topics/inactive-user-cleanup", "{}"]
    }
    error_message = "A job has another schedule, time zone, topic or message than agreed."
  }

  assert {
    condition     = toset(keys(merge([for parts in local.functions : parts.jobs]...))) == toset(keys(local.schedules))
    error_message = "There is a schedule without a job: its function is not deployed, or does not take it."
  }

  assert {
    condition     = alltrue([for name, parts in local.functions : parts.topic == null ? length(parts.jobs) == 0 : length(parts.jobs) > 0])
    error_message = "A function that is not called over HTTP has no schedule."
  }

  assert {
    condition = alltrue([
      for name, job in merge([for parts in local.functions : parts.jobs]...) :
      job.retry_config[0].retry_count > 0 && job.description == local.schedules[name].reason
    ])
    error_message = "A job is not retried, or does not say why it runs when it does."
  }
}

run "each_function_listens_to_its_topic_and_is_retried" {
  command = plan

  assert {
    condition = {
      for name, parts in local.functions : name => [parts.function.build_config[0].entry_point, parts.listens_to]
      } == {
      notification-purge    = ["com.maayegue.maintenance.notificationpurge.NotificationPurgeFunction", ["projects/maa-yegue-test/topics/notification-purge"]]
      inactive-user-cleanup = ["com.maayegue.maintenance.inactiveusercleanup.InactiveUserCleanupFunction", ["projects/maa-yegue-test/topics/inactive-user-cleanup"]]
    }
    error_message = "A function listens to other topics or starts another class than agreed."
  }

  assert {
    condition = alltrue(flatten([
      for parts in local.functions : [
        for trigger in parts.function.event_trigger :
        trigger.event_type == "google.cloud.pubsub.topic.v1.messagePublished" && trigger.retry_policy == "RETRY_POLICY_RETRY"
      ]
    ]))
    error_message = "A function is not retried."
  }

  assert {
    condition = {
      for name, parts in local.functions : name => join(" ", [
        parts.function.build_config[0].runtime,
        "${parts.function.service_config[0].timeout_seconds}s",
        "${parts.function.service_config[0].max_instance_count}x${parts.function.service_config[0].max_instance_request_concurrency}",
        parts.function.service_config[0].available_memory,
      ])
      } == {
      notification-purge    = "java21 540s 1x1 512Mi"
      inactive-user-cleanup = "java21 540s 1x1 1Gi"
    }
    error_message = "A function has another runtime, timeout, number of instances, concurrency or memory than agreed."
  }
}

run "deleting_functions_start_in_dry_run" {
  command = plan

  assert {
    condition = {
      for name, parts in local.functions : name => parts.function.service_config[0].environment_variables["DRY_RUN"]
      } == {
      notification-purge    = "true"
      inactive-user-cleanup = "true"
    }
    error_message = "A deleting function deletes before anybody has turned its dry run off."
  }
}

run "dry_run_is_turned_off_one_function_at_a_time" {
  command = plan

  variables {
    dry_run = { notification_purge = false }
  }

  assert {
    condition = [
      for name, parts in local.functions : name if parts.function.service_config[0].environment_variables["DRY_RUN"] == "false"
    ] == ["notification-purge"]
    error_message = "Turning off the dry run of notification-purge did not do just that."
  }
}

run "messages_that_keep_failing_are_kept" {
  command = plan

  assert {
    condition = {
      for name, parts in local.functions :
      name => [parts.dead_letters.name, parts.dead_letters.topic, parts.dead_letters.message_retention_duration, parts.dead_letters.expiration_policy[0].ttl]
      if parts.topic != null
      } == {
      for name, parts in local.functions :
      name => ["${name}-dead-letters", "projects/maa-yegue-test/topics/${name}-dead-letters", "2678400s", ""]
      if parts.topic != null
    }
    error_message = "A function has no place for its dead letters, or they do not last for 31 days."
  }

  assert {
    condition     = alltrue([for parts in local.functions : parts.sets_dead_letters == (parts.topic != null)])
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
    condition     = alltrue([for name, parts in local.functions : parts.source.object == "${name}/${parts.source.hash}.zip"])
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
