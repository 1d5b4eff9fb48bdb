# What the operator is promised.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

run "no_function_escapes_these_tests" {
  command = plan

  assert {
    condition = toset(flatten([
      for name in fileset(path.module, "*.tf") : [
        for found in regexall("(?m)^module\\s+\"([a-z_]+)\"", file("${path.module}/${name}")) : replace(found[0], "_", "-")
      ]
    ])) == toset(keys(local.functions))
    error_message = "A function's module is missing from local.functions in outputs.tf, which these tests go by, or is called otherwise."
  }

  assert {
    condition = sort([
      for found in flatten([
        for name in fileset(path.module, "**/*.tf") :
        regexall("(?m)^resource\\s+\"google_(cloudfunctions2_function|cloudfunctions_function|cloud_run_v2_service|cloud_run_service|cloud_scheduler_job|eventarc_trigger)\"", file("${path.module}/${name}"))
      ]) : found
    ]) == tolist(["cloud_scheduler_job", "cloudfunctions2_function"])
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
      alert-dispatch               = ["*/5 * * * *", "Africa/Douala", "projects/maa-yegue-test/topics/maintenance-alerts", "{}"]
      cost-monitor                 = ["0 7 * * *", "Africa/Douala", "projects/maa-yegue-test/topics/billing-budget", "{}"]
      database-backup              = ["0 1 * * *", "Africa/Douala", "projects/maa-yegue-test/topics/database-backup", "{}"]
      database-maintenance-monthly = ["30 4 1 * *", "Africa/Douala", "projects/maa-yegue-test/topics/database-maintenance", "{\"mode\":\"monthly\"}"]
      database-maintenance-weekly  = ["0 4 * * 0", "Africa/Douala", "projects/maa-yegue-test/topics/database-maintenance", "{\"mode\":\"weekly\"}"]
      inactive-user-cleanup        = ["0 2 1 * *", "Africa/Douala", "projects/maa-yegue-test/topics/inactive-user-cleanup", "{}"]
      notification-purge           = ["0 3 * * *", "Africa/Douala", "projects/maa-yegue-test/topics/notification-purge", "{}"]
      payment-failure-alert        = ["*/10 * * * *", "Africa/Douala", "projects/maa-yegue-test/topics/payment-events", "{\"sweep\":true}"]
      weekly-report                = ["0 6 * * 1", "Africa/Douala", "projects/maa-yegue-test/topics/weekly-report", "{}"]
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
      for name, parts in local.functions : name => [parts.function.build_config[0].entry_point, coalesce(parts.topic, "none")]
      } == {
      alert-acknowledge     = ["com.maayegue.maintenance.alertdispatch.AlertAcknowledgeFunction", "none"]
      alert-dispatch        = ["com.maayegue.maintenance.alertdispatch.AlertDispatchFunction", "projects/maa-yegue-test/topics/maintenance-alerts"]
      cost-monitor          = ["com.maayegue.maintenance.costmonitor.CostMonitorFunction", "projects/maa-yegue-test/topics/billing-budget"]
      database-backup       = ["com.maayegue.maintenance.databasebackup.DatabaseBackupFunction", "projects/maa-yegue-test/topics/database-backup"]
      database-maintenance  = ["com.maayegue.maintenance.databasemaintenance.DatabaseMaintenanceFunction", "projects/maa-yegue-test/topics/database-maintenance"]
      database-restore      = ["com.maayegue.maintenance.databaserestore.DatabaseRestoreFunction", "none"]
      inactive-user-cleanup = ["com.maayegue.maintenance.inactiveusercleanup.InactiveUserCleanupFunction", "projects/maa-yegue-test/topics/inactive-user-cleanup"]
      notification-purge    = ["com.maayegue.maintenance.notificationpurge.NotificationPurgeFunction", "projects/maa-yegue-test/topics/notification-purge"]
      payment-failure-alert = ["com.maayegue.maintenance.paymentfailurealert.PaymentFailureAlertFunction", "projects/maa-yegue-test/topics/payment-events"]
      payment-webhook       = ["com.maayegue.maintenance.paymentwebhook.PaymentWebhookFunction", "none"]
      weekly-report         = ["com.maayegue.maintenance.weeklyreport.WeeklyReportFunction", "projects/maa-yegue-test/topics/weekly-report"]
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
        parts.function.service_config[0].available_cpu,
      ])
      } == {
      alert-acknowledge     = "java21 60s 2x20 512Mi 1"
      alert-dispatch        = "java21 540s 3x1 512Mi 1"
      cost-monitor          = "java21 540s 1x1 1Gi 1"
      database-backup       = "java21 540s 10x1 2Gi 1"
      database-maintenance  = "java21 540s 5x1 2Gi 1"
      database-restore      = "java21 3600s 1x1 2Gi 1"
      inactive-user-cleanup = "java21 540s 1x1 1Gi 1"
      notification-purge    = "java21 540s 1x1 512Mi 1"
      payment-failure-alert = "java21 540s 3x1 512Mi 1"
      payment-webhook       = "java21 60s 4x40 512Mi 1"
      weekly-report         = "java21 540s 1x1 1Gi 1"
    }
    error_message = "A function has another runtime, timeout, number of instances, concurrency, memory or CPUs than agreed."
  }
}

run "deleting_functions_start_in_dry_run" {
  command = plan

  assert {
    condition = {
      for name, parts in local.functions : name => lookup(parts.function.service_config[0].environment_variables, "DRY_RUN", "not read")
      } == {
      alert-acknowledge     = "not read"
      alert-dispatch        = "false" # deletes nothing; an alert that is not delivered helps nobody
      cost-monitor          = "false" # reads only; it stops nothing, whatever it costs
      database-backup       = "false" # a backup harms nothing, and what it prunes is never the newest that is proven
      database-maintenance  = "true"
      database-restore      = "false" # an operator asks for it, and repeats the name of the database
      inactive-user-cleanup = "true"
      notification-purge    = "true"
      payment-failure-alert = "false" # deletes nothing; a payment that is not noted is a customer without a subscription
      payment-webhook       = "not read"
      weekly-report         = "false" # it only adds: a report, and a mail
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
      for name, parts in local.functions : name if lookup(parts.function.service_config[0].environment_variables, "DRY_RUN", "") == "true"
    ] == ["database-maintenance", "inactive-user-cleanup"]
    error_message = "Turning off the dry run of notification-purge did not do just that."
  }
}

run "a_dry_run_can_be_turned_on_for_every_function_that_reads_it" {
  command = plan

  variables {
    dry_run = { alert_dispatch = true, cost_monitor = true, database_backup = true, database_restore = true, payment_failure_alert = true, weekly_report = true }
  }

  assert {
    condition = [
      for name, parts in local.functions : name if lookup(parts.function.service_config[0].environment_variables, "DRY_RUN", "") != "true"
    ] == ["alert-acknowledge", "payment-webhook"]
    error_message = "A function does not take its dry run from the variable dry_run."
  }
}

run "what_cannot_work_yet_is_not_deployed" {
  command = plan

  # Their defaults.
  variables {
    secrets        = null
    alert_dispatch = null
  }

  assert {
    condition     = setsubtract(fileset(path.module, "function_*.tf"), ["function_alert_dispatch.tf", "function_payment_webhook.tf"]) == toset([for name in keys(local.functions) : "function_${replace(name, "-", "_")}.tf"])
    error_message = "Without any secret, other functions than alert-dispatch and payment-webhook are left out."
  }

  assert {
    condition     = alltrue([for parts in local.functions : length(parts.function.service_config[0].secret_environment_variables) == 0])
    error_message = "A function is given a secret that has no value: it would not start."
  }
}

run "secrets_come_from_secret_manager_and_are_created_empty" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for parts in local.functions : [
        for name in keys(parts.function.service_config[0].environment_variables) : !contains(local.secret_names, name)
      ]
    ]))
    error_message = "A secret is given in the open."
  }

  assert {
    condition = alltrue([
      for name in fileset(path.module, "**/*.tf") : !can(regex("google_secret_manager_secret_version|secret_data", file("${path.module}/${name}")))
    ])
    error_message = "The value of a secret passes through Terraform, and so lands in its state."
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

  assert {
    condition     = toset(keys(google_firestore_field.expires)) == toset(["maintenance_runs-expiresAt", "payment_events-expiresAt"]) && alltrue([for field in google_firestore_field.expires : length(field.ttl_config) == 1])
    error_message = "Other documents than agreed are deleted by Firestore itself."
  }
}

run "the_database_is_left_to_the_app" {
  command = plan

  assert {
    condition     = length(google_firestore_database.app) == 0 && alltrue([for index in google_firestore_index.ours : index.database == "(default)"])
    error_message = "Terraform takes the app's database for its own."
  }
}

run "a_new_project_gets_a_database_that_is_not_deleted" {
  command = plan

  variables {
    firestore_location = "eur3"
  }

  assert {
    condition = [
      for database in google_firestore_database.app : [database.name, database.location_id, database.type, database.delete_protection_state, database.deletion_policy]
    ] == [["(default)", "eur3", "FIRESTORE_NATIVE", "DELETE_PROTECTION_ENABLED", "ABANDON"]]
    error_message = "The database of a new project is not the one that functions open, or could be deleted."
  }
}
