# Who is told when a function cannot tell itself, and what it all may cost.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

run "jobs_of_every_day_are_missed_when_they_do_not_run" {
  command = plan

  assert {
    condition = {
      for name, policy in google_monitoring_alert_policy.maintenance : name => [
        one(one(policy.conditions).condition_threshold[0].aggregations).alignment_period,
        one(policy.conditions).condition_threshold[0].evaluation_missing_data,
      ] if startswith(name, "progress-")
      } == {
      progress-alert-dispatch        = ["3600s", "EVALUATION_MISSING_DATA_ACTIVE"]
      progress-cost-monitor          = ["90000s", "EVALUATION_MISSING_DATA_ACTIVE"]
      progress-database-backup       = ["90000s", "EVALUATION_MISSING_DATA_ACTIVE"]
      progress-notification-purge    = ["90000s", "EVALUATION_MISSING_DATA_ACTIVE"]
      progress-payment-failure-alert = ["3600s", "EVALUATION_MISSING_DATA_ACTIVE"]
    }
    error_message = "A job that runs daily or more often is not watched."
  }

  assert {
    condition = alltrue([
      for name, policy in google_monitoring_alert_policy.maintenance :
      strcontains(one(policy.conditions).condition_threshold[0].filter, "metric.labels.function=\"${trimprefix(name, "progress-")}\"")
      && strcontains(one(policy.conditions).condition_threshold[0].filter, "one_of(\"Done\", \"Skipped\", \"Partial\")")
      && one(policy.conditions).condition_threshold[0].comparison == "COMPARISON_LT"
      if startswith(name, "progress-")
    ])
    error_message = "A watch looks at another function, or takes a run that failed for progress."
  }
}

run "errors_slowness_and_dead_letters_are_told" {
  command = plan

  assert {
    condition = {
      for name, policy in google_monitoring_alert_policy.maintenance : name => [
        regex("metric.type=\"([^\"]+)\"", one(policy.conditions).condition_threshold[0].filter)[0],
        one(policy.conditions).condition_threshold[0].comparison,
        one(policy.conditions).condition_threshold[0].threshold_value,
      ] if !startswith(name, "progress-")
      } == {
      dead-letters = ["pubsub.googleapis.com/subscription/num_undelivered_messages", "COMPARISON_GT", 0]
      errors       = ["run.googleapis.com/request_count", "COMPARISON_GT", 3]
      latency      = ["run.googleapis.com/request_latencies", "COMPARISON_GT", 5000]
    }
    error_message = "A policy is missing, or has another metric or threshold than agreed."
  }

  assert {
    condition = alltrue([
      for policy in google_monitoring_alert_policy.maintenance :
      policy.notification_channels == tolist(["channel"]) && coalesce(policy.enabled, true) && length(policy.documentation[0].content) > 40
    ])
    error_message = "A policy tells nobody, or does not say what to do."
  }

  assert {
    condition     = alltrue([for name in keys(local.functions) : strcontains(google_logging_metric.runs.filter, "\"${name}\"") && strcontains(google_monitoring_alert_policy.maintenance["errors"].conditions[0].condition_threshold[0].filter, "\"${name}\"")])
    error_message = "A function is not watched."
  }
}

run "the_dashboard_has_its_charts_side_by_side" {
  command = plan

  assert {
    condition = [for tile in jsondecode(google_monitoring_dashboard.maintenance.dashboard_json).mosaicLayout.tiles : "${tile.xPos},${tile.yPos}"] == [
      "0,0", "24,0", "0,16", "24,16", "0,32", "24,32",
    ]
    error_message = "Charts of the dashboard lie on each other, or are missing."
  }
}

run "the_budget_tells_at_half_at_four_fifths_and_when_it_is_used_up" {
  command = plan

  assert {
    condition = [for rule in google_billing_budget.project[0].threshold_rules : "${rule.threshold_percent} ${rule.spend_basis}"] == [
      "0.5 CURRENT_SPEND", "0.8 CURRENT_SPEND", "1 CURRENT_SPEND", "1 FORECASTED_SPEND",
    ]
    error_message = "The budget tells at other thresholds than agreed."
  }

  assert {
    condition = [
      google_billing_budget.project[0].amount[0].specified_amount[0].units,
      google_billing_budget.project[0].amount[0].specified_amount[0].currency_code,
      one(google_billing_budget.project[0].budget_filter[0].projects),
      google_billing_budget.project[0].all_updates_rule[0].pubsub_topic,
    ] == ["100", "EUR", "projects/123456789012", "projects/maa-yegue-test/topics/billing-budget"]
    error_message = "The budget is of another amount, project or topic than agreed."
  }
}

run "there_is_no_budget_without_a_billing_account" {
  command = plan

  variables {
    budget = null
  }

  assert {
    condition     = length(google_billing_budget.project) + length(google_project_service.budgets) == 0
    error_message = "A budget is made though nobody asked for one."
  }
}

run "refuses_an_address_without_a_domain" {
  command = plan

  variables {
    monitoring_emails = ["ops"]
  }

  expect_failures = [var.monitoring_emails]
}

run "refuses_a_billing_account_by_its_title" {
  command = plan

  variables {
    budget = { billing_account = "My Billing Account" }
  }

  expect_failures = [var.budget]
}

run "refuses_a_budget_of_nothing" {
  command = plan

  variables {
    budget = { billing_account = "0123AB-4567CD-89EF01", amount = 0 }
  }

  expect_failures = [var.budget]
}

run "refuses_a_currency_in_words" {
  command = plan

  variables {
    budget = { billing_account = "0123AB-4567CD-89EF01", currency = "Euro" }
  }

  expect_failures = [var.budget]
}
