# Settings that would do harm or that Google would refuse later are refused at once.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

run "refuses_a_project_that_is_a_number" {
  command = plan

  variables {
    project = "123456"
  }

  expect_failures = [var.project]
}

run "refuses_an_unknown_kind_of_region" {
  command = plan

  variables {
    region = "Douala"
  }

  expect_failures = [var.region]
}

run "refuses_a_database_nowhere" {
  command = plan

  variables {
    firestore_location = "Europe"
  }

  expect_failures = [var.firestore_location]
}

run "refuses_a_key_of_another_region" {
  command = plan

  variables {
    kms_key = "projects/keys/locations/us-central1/keyRings/maintenance/cryptoKeys/buckets"
  }

  expect_failures = [var.kms_key]
}

run "refuses_a_version_of_a_key" {
  command = plan

  variables {
    kms_key = "projects/keys/locations/europe-west1/keyRings/maintenance/cryptoKeys/buckets/cryptoKeyVersions/1"
  }

  expect_failures = [var.kms_key]
}

run "refuses_a_time_zone_without_a_place" {
  command = plan

  variables {
    time_zone = "WAT+1"
  }

  expect_failures = [var.time_zone]
}

run "refuses_a_topic_with_a_slash" {
  command = plan

  variables {
    alert_topic = "projects/x/topics/y"
  }

  expect_failures = [var.alert_topic]
}

run "refuses_alerts_kept_for_two_months" {
  command = plan

  variables {
    alert_retention_days = 60
  }

  expect_failures = [var.alert_retention_days]
}

run "refuses_a_run_that_outlives_its_function" {
  command = plan

  variables {
    run_time_limit = "PT9M"
  }

  expect_failures = [var.run_time_limit]
}

run "refuses_attempts_that_outlive_the_message" {
  command = plan

  variables {
    dead_letter_attempts = 100
  }

  expect_failures = [var.dead_letter_attempts]
}

run "refuses_a_bucket_with_capitals" {
  command = plan

  variables {
    sqlite_bucket = "Databases"
  }

  expect_failures = [var.sqlite_bucket]
}

run "refuses_no_database" {
  command = plan

  variables {
    databases = []
  }

  expect_failures = [var.databases]
}

run "refuses_a_database_with_a_path" {
  command = plan

  variables {
    databases = ["../secret"]
  }

  expect_failures = [var.databases]
}

run "refuses_an_archive_of_one_day" {
  command = plan

  variables {
    account_archive_days = 1
  }

  expect_failures = [var.account_archive_days]
}

run "refuses_a_document_for_a_collection" {
  command = plan

  variables {
    notification_purge = { collection = "users/x" }
  }

  expect_failures = [var.notification_purge]
}

run "refuses_a_timestamp_field_with_a_blank" {
  command = plan

  variables {
    notification_purge = { timestamp_field = "created at" }
  }

  expect_failures = [var.notification_purge]
}

run "refuses_a_retention_under_seven_days" {
  command = plan

  variables {
    notification_purge = { retention = "P6D" }
  }

  expect_failures = [var.notification_purge]
}

run "refuses_a_retention_without_a_fixed_length" {
  command = plan

  variables {
    notification_purge = { retention = "P1M" }
  }

  expect_failures = [var.notification_purge]
}

run "refuses_seventeen_slices" {
  command = plan

  variables {
    notification_purge = { parallelism = 17 }
  }

  expect_failures = [var.notification_purge]
}

run "refuses_a_negative_rate" {
  command = plan

  variables {
    notification_purge = { deletes_per_second = -1 }
  }

  expect_failures = [var.notification_purge]
}

run "refuses_too_little_memory_for_a_purge" {
  command = plan

  variables {
    notification_purge = { memory = "256Mi" }
  }

  expect_failures = [var.notification_purge]
}

run "refuses_inactivity_under_thirty_days" {
  command = plan

  variables {
    inactive_user_cleanup = { inactive_after = "P29D" }
  }

  expect_failures = [var.inactive_user_cleanup]
}

run "refuses_a_notice_period_in_words" {
  command = plan

  variables {
    inactive_user_cleanup = { notice_period = "four weeks" }
  }

  expect_failures = [var.inactive_user_cleanup]
}

run "refuses_a_negative_breaker" {
  command = plan

  variables {
    inactive_user_cleanup = { max_deletions_percent = -1 }
  }

  expect_failures = [var.inactive_user_cleanup]
}

run "refuses_a_breaker_beyond_everybody" {
  command = plan

  variables {
    inactive_user_cleanup = { max_deletions_percent = 101 }
  }

  expect_failures = [var.inactive_user_cleanup]
}

run "refuses_that_no_role_is_protected" {
  command = plan

  variables {
    inactive_user_cleanup = { protected_roles = [] }
  }

  expect_failures = [var.inactive_user_cleanup]
}

run "refuses_an_app_without_a_name" {
  command = plan

  variables {
    inactive_user_cleanup = { app_name = "" }
  }

  expect_failures = [var.inactive_user_cleanup]
}

run "refuses_a_batch_of_one" {
  command = plan

  variables {
    inactive_user_cleanup = { batch_size = 1 }
  }

  expect_failures = [var.inactive_user_cleanup]
}

run "refuses_too_little_memory_for_a_database" {
  command = plan

  variables {
    inactive_user_cleanup = { memory = "512Mi" }
  }

  expect_failures = [var.inactive_user_cleanup]
}

run "refuses_to_deploy_a_jar_that_is_not_built" {
  command = plan

  variables {
    functions_directory = "./tests/nothing"
  }

  expect_failures = [var.functions_directory]
}
