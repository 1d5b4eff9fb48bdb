# Settings of what works on the databases that would do harm, or that a function would refuse later.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

run "refuses_to_keep_no_daily_backup" {
  command = plan

  variables {
    database_backup = { retention_daily = 0 }
  }

  expect_failures = [var.database_backup]
}

run "refuses_to_keep_half_a_backup" {
  command = plan

  variables {
    database_backup = { retention_weekly = 1.5 }
  }

  expect_failures = [var.database_backup]
}

run "refuses_a_negative_number_of_months" {
  command = plan

  variables {
    database_backup = { retention_monthly = -1 }
  }

  expect_failures = [var.database_backup]
}

run "refuses_a_thousand_backups_at_once" {
  command = plan

  variables {
    database_backup = { max_instances = 1000 }
  }

  expect_failures = [var.database_backup]
}

run "refuses_too_little_memory_for_a_backup" {
  command = plan

  variables {
    database_backup = { memory = "512Mi" }
  }

  expect_failures = [var.database_backup]
}

run "refuses_daily_limits_of_one_day" {
  command = plan

  variables {
    database_maintenance = { daily_limits_retention = "P1D" }
  }

  expect_failures = [var.database_maintenance]
}

run "refuses_admin_logs_of_a_week" {
  command = plan

  variables {
    database_maintenance = { admin_logs_retention = "P7D" }
  }

  expect_failures = [var.database_maintenance]
}

run "refuses_admin_logs_without_a_fixed_length" {
  command = plan

  variables {
    database_maintenance = { admin_logs_retention = "P6M" }
  }

  expect_failures = [var.database_maintenance]
}

run "refuses_a_breaker_beyond_the_whole_table" {
  command = plan

  variables {
    database_maintenance = { max_deletions_percent = 101 }
  }

  expect_failures = [var.database_maintenance]
}

run "refuses_to_maintain_a_hundred_databases_at_once" {
  command = plan

  variables {
    database_maintenance = { max_instances = 100 }
  }

  expect_failures = [var.database_maintenance]
}

run "refuses_too_little_memory_to_vacuum" {
  command = plan

  variables {
    database_maintenance = { memory = "1Gi" }
  }

  expect_failures = [var.database_maintenance]
}

run "refuses_everybody_as_an_operator" {
  command = plan

  variables {
    operators = ["allUsers"]
  }

  expect_failures = [var.operators]
}

run "refuses_a_whole_domain_of_operators" {
  command = plan

  variables {
    operators = ["domain:example.org"]
  }

  expect_failures = [var.operators]
}

run "refuses_an_operator_without_an_address" {
  command = plan

  variables {
    operators = ["user:ama"]
  }

  expect_failures = [var.operators]
}

run "refuses_a_restore_that_outlives_its_function" {
  command = plan

  variables {
    database_restore = { run_time_limit = "PT60M" }
  }

  expect_failures = [var.database_restore]
}

run "refuses_an_unknown_ingress" {
  command = plan

  variables {
    database_restore = { ingress = "ALLOW_EVERYTHING" }
  }

  expect_failures = [var.database_restore]
}

run "refuses_too_little_memory_for_a_restore" {
  command = plan

  variables {
    database_restore = { memory = "1Gi" }
  }

  expect_failures = [var.database_restore]
}

run "refuses_an_archive_of_rows_of_one_day" {
  command = plan

  variables {
    row_archive_days = 1
  }

  expect_failures = [var.row_archive_days]
}

run "refuses_a_quarantine_of_one_day" {
  command = plan

  variables {
    quarantine_days = 1
  }

  expect_failures = [var.quarantine_days]
}
