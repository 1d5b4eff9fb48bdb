# Settings of weekly-report that it would refuse, or that would reach nobody.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

run "refuses_a_recipient_that_is_no_address" {
  command = plan

  variables {
    weekly_report = { recipients = ["team"] }
  }

  expect_failures = [var.weekly_report]
}

run "refuses_a_language_that_it_does_not_speak" {
  command = plan

  variables {
    weekly_report = { locale = "de" }
  }

  expect_failures = [var.weekly_report]
}

run "refuses_a_bucket_that_cannot_be" {
  command = plan

  variables {
    weekly_report = { bucket = "Reports" }
  }

  expect_failures = [var.weekly_report]
}

run "refuses_too_little_memory" {
  command = plan

  variables {
    weekly_report = { memory = "256Mi" }
  }

  expect_failures = [var.weekly_report]
}
