# What must not be lost, and how long what is kept stays.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

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
    condition     = google_pubsub_topic.payment_events.message_retention_duration == "604800s"
    error_message = "Payment events cannot be read again after a fault in their reader."
  }

  assert {
    condition     = google_pubsub_topic.alerts.message_retention_duration == "604800s" && google_pubsub_subscription.alerts_inbox.expiration_policy[0].ttl == ""
    error_message = "Alerts that nobody has read yet are lost."
  }

  # alert-dispatch shares its topic with the inbox.
  assert {
    condition     = google_pubsub_subscription.alerts_inbox.filter == "NOT attributes:job" && alltrue(flatten([for parts in local.functions : [for name, job in parts.jobs : job.pubsub_target[0].attributes == tomap({ job = name })]]))
    error_message = "The inbox of alerts fills with the messages of the Scheduler."
  }
}

run "buckets_are_private_and_keep_old_versions" {
  command = plan

  assert {
    condition = alltrue([
      for bucket in [google_storage_bucket.sqlite, google_storage_bucket.artifacts, google_storage_bucket.reports] :
      bucket.uniform_bucket_level_access && bucket.public_access_prevention == "enforced" && bucket.versioning[0].enabled
    ])
    error_message = "A bucket may be made public, or loses what is written over."
  }

  assert {
    condition     = google_storage_bucket.sqlite.force_destroy == false
    error_message = "Terraform would delete the databases with their bucket."
  }

  # Old versions, or old copies of what is kept elsewhere. What is there in backups/ is nobody's but database-backup's.
  assert {
    condition = toset([
      for rule in google_storage_bucket.sqlite.lifecycle_rule : jsonencode([
        one(rule.action).type, sort(one(rule.condition).matches_prefix), one(rule.condition).with_state, one(rule.condition).age,
        one(rule.condition).days_since_noncurrent_time, one(rule.condition).num_newer_versions,
      ])
      ]) == toset([
      jsonencode(["Delete", ["live/"], "ARCHIVED", null, 30, 3]),
      jsonencode(["Delete", ["archive/", "backups/", "quarantine/"], "ARCHIVED", null, 30, null]),
      jsonencode(["Delete", ["archive/auth/"], "ANY", 365, null, null]),
      jsonencode(["Delete", ["archive/maa_yegue_app/"], "ANY", 1095, null, null]),
      jsonencode(["Delete", ["quarantine/"], "ANY", 90, null, null]),
    ])
    error_message = "A lifecycle rule deletes something else than agreed."
  }
}

run "what_was_deleted_can_be_kept_for_ever" {
  command = plan

  variables {
    account_archive_days = 0
    quarantine_days      = 0
    row_archive_days     = 0
  }

  assert {
    condition     = alltrue([for rule in google_storage_bucket.sqlite.lifecycle_rule : one(rule.condition).with_state == "ARCHIVED"])
    error_message = "Something else than old versions is still deleted."
  }
}

run "buckets_are_googles_to_encrypt_by_default" {
  command = plan

  assert {
    condition = flatten([
      for bucket in [google_storage_bucket.sqlite, google_storage_bucket.artifacts, google_storage_bucket.reports] : bucket.encryption
    ]) == []
    error_message = "A bucket wants a key that nobody has named."
  }
}

run "buckets_are_encrypted_with_the_operators_key" {
  command = plan

  variables {
    kms_key = "projects/keys/locations/europe-west1/keyRings/maintenance/cryptoKeys/buckets"
  }

  assert {
    condition = [
      for bucket in [google_storage_bucket.sqlite, google_storage_bucket.artifacts, google_storage_bucket.reports] : one(bucket.encryption).default_kms_key_name
    ] == [var.kms_key, var.kms_key, var.kms_key]
    error_message = "A bucket is not encrypted with the key that the operator named."
  }
}
