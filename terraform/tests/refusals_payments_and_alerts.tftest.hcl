# Settings of what takes payments and delivers alerts that would do harm, or that a function would refuse later.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

run "refuses_a_payment_topic_with_a_slash" {
  command = plan

  variables {
    payment_topic = "projects/x/topics/y"
  }

  expect_failures = [var.payment_topic]
}

run "refuses_a_webhook_without_bounds" {
  command = plan

  variables {
    payment_webhook = { max_instances = 1000 }
  }

  expect_failures = [var.payment_webhook]
}

run "refuses_a_thousand_requests_in_one_instance" {
  command = plan

  variables {
    payment_webhook = { concurrency = 1000 }
  }

  expect_failures = [var.payment_webhook]
}

run "refuses_a_threshold_of_nothing" {
  command = plan

  variables {
    payment_failure_alert = { failure_threshold = 0 }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_a_window_of_a_month" {
  command = plan

  variables {
    payment_failure_alert = { failure_window = "P30D" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_a_window_of_25_hours" {
  command = plan

  variables {
    payment_failure_alert = { failure_window = "PT25H" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_payments_that_hang_at_once" {
  command = plan

  variables {
    payment_failure_alert = { pending_after = "PT0M" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_a_plan_without_a_length" {
  command = plan

  variables {
    payment_failure_alert = { plan_lengths = "premium" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_a_hundred_threads_for_a_provider" {
  command = plan

  variables {
    payment_failure_alert = { provider_threads = 100 }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_to_wait_minutes_for_a_provider" {
  command = plan

  variables {
    payment_failure_alert = { provider_time_limit = "PT5M" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_a_provider_without_tls" {
  command = plan

  variables {
    payment_failure_alert = { campay_base_url = "http://www.campay.net/api" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_no_address_for_stripe" {
  command = plan

  variables {
    payment_failure_alert = { stripe_base_url = "" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_too_little_memory_for_payments" {
  command = plan

  variables {
    payment_failure_alert = { memory = "256Mi" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_a_hundred_readers_of_events" {
  command = plan

  variables {
    payment_failure_alert = { max_instances = 100 }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_an_unknown_secret" {
  command = plan

  variables {
    secrets = ["CAMPAY_KEY"]
  }

  expect_failures = [var.secrets]
}

run "refuses_half_of_a_sign_in_to_campay" {
  command = plan

  variables {
    secrets        = ["CAMPAY_USERNAME"]
    alert_dispatch = {}
  }

  expect_failures = [var.secrets]
}

run "refuses_noupai_without_its_secrets" {
  command = plan

  variables {
    secrets               = []
    alert_dispatch        = {}
    payment_failure_alert = { noupai_base_url = "https://noupai.example.org" }
  }

  expect_failures = [var.payment_failure_alert]
}

run "refuses_routes_that_are_not_json" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      routes             = "everybody"
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_to_clear_at_once" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      clear_for          = "PT0S"
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_to_wait_an_hour_for_a_channel" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      channel_timeout    = "PT1H"
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_an_unwatched_job_that_is_not_there" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      unwatched_jobs     = ["cleanup"]
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_mail_without_a_sender" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_a_port_beyond_the_last" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      smtp_port          = 70000
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_mail_in_the_open" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      smtp_security      = "none"
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_a_password_for_nobody" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_calls_from_nowhere" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_playbooks_without_tls" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      playbook_base_url  = "http://example.org/"
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_a_hundred_dispatchers" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      max_instances      = 100
    }
  }

  expect_failures = [var.alert_dispatch]
}

run "refuses_too_little_memory_for_alerts" {
  command = plan

  variables {
    alert_dispatch = {
      smtp_host          = "smtp.example.org"
      smtp_user          = "maintenance"
      mail_from          = "maintenance@example.org"
      twilio_account_sid = "AC0"
      twilio_from        = "+237600000000"
      memory             = "256Mi"
    }
  }

  expect_failures = [var.alert_dispatch]
}
