# What Terraform refuses for cost-monitor, before anything is deployed.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

run "refuses_a_limit_of_nobody_knows_what" {
  command = plan

  variables {
    cost_monitor = { limits = { reads = 1 } }
  }

  expect_failures = [var.cost_monitor]
}

run "refuses_a_limit_below_nothing" {
  command = plan

  variables {
    cost_monitor = { limits = { firestore_reads = -1 } }
  }

  expect_failures = [var.cost_monitor]
}

run "refuses_a_signal_at_nothing" {
  command = plan

  variables {
    cost_monitor = { signals = { database_size = 0 } }
  }

  expect_failures = [var.cost_monitor]
}

run "refuses_a_time_without_unit" {
  command = plan

  variables {
    cost_monitor = { active_within = "30" }
  }

  expect_failures = [var.cost_monitor]
}

run "refuses_a_zone_that_is_none" {
  command = plan

  variables {
    cost_monitor = { quota_time_zone = "pacific" }
  }

  expect_failures = [var.cost_monitor]
}

run "refuses_services_that_are_none" {
  command = plan

  variables {
    cost_monitor = { response_services = [] }
  }

  expect_failures = [var.cost_monitor]
}

run "refuses_a_currency_of_costs_in_words" {
  command = plan

  variables {
    cost_monitor = { cost_currency = "euro" }
  }

  expect_failures = [var.cost_monitor]
}

run "refuses_too_little_memory_for_costs" {
  command = plan

  variables {
    cost_monitor = { memory = "128Mi" }
  }

  expect_failures = [var.cost_monitor]
}
