# Nothing exists yet: ids and addresses of accounts are not known, and still all can be planned.
# The other tests make up what Google computes, and would not see a for_each that depends on it.

mock_provider "google" {}

mock_provider "archive" {}

run "everything_can_be_planned_before_anything_exists" {
  command = plan

  assert {
    condition     = length(local.functions) == 11
    error_message = "Functions are missing."
  }
}

run "the_least_can_be_planned_before_anything_exists" {
  command = plan

  # Their defaults.
  variables {
    operators         = null
    secrets           = null
    alert_dispatch    = null
    monitoring_emails = null
    budget            = null
  }

  assert {
    condition     = length(local.functions) == 8
    error_message = "Other functions than those that need no secret are planned."
  }
}
