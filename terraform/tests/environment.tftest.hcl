# What each function is told: the names of docs/configuration.md, and the defaults.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

variables {
  weekly_report = { recipients = ["team@example.org"] }
}

run "documents" {
  module {
    source = "./tests/documents"
  }
}

run "each_function_gets_the_documented_names" {
  command = plan

  # JAVA_TOOL_OPTIONS is read by Java, and has a table of its own.
  assert {
    condition = {
      for name, function in output.functions : name => setsubtract(function.settings, ["JAVA_TOOL_OPTIONS"])
      } == {
      for name, function in output.functions : name => lookup(run.documents.settings, name, toset([]))
    }
    error_message = "A function gets other names than its table in docs/configuration.md has: ${join("; ", [
      for name, function in output.functions : "${name} without a line ${
        jsonencode(setsubtract(function.settings, setunion(["JAVA_TOOL_OPTIONS"], lookup(run.documents.settings, name, toset([])))))
        }, not given ${
        jsonencode(setsubtract(lookup(run.documents.settings, name, toset([])), function.settings))
      }"
    ])}"
  }

  assert {
    condition     = alltrue([for parts in local.functions : can(regex("MaxRAMPercentage=[0-9]+$", parts.function.service_config[0].environment_variables["JAVA_TOOL_OPTIONS"]))])
    error_message = "A function's heap is not bounded to a share of its memory."
  }
}

run "each_function_gets_the_agreed_values" {
  command = plan

  assert {
    condition = local.functions["alert-acknowledge"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      TIME_ZONE            = "Africa/Douala"
      APP_NAME             = "Ma'a yegue"
      PLAYBOOK_BASE_URL    = ""
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
    })
    error_message = "alert-acknowledge gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["alert-dispatch"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT8M"
      DRY_RUN              = "false"
      ALERT_ROUTES         = ""
      CLEAR_FOR            = "PT15M"
      ACKNOWLEDGED_FOR     = "P1D"
      APP_NAME             = "Ma'a yegue"
      PLAYBOOK_BASE_URL    = ""
      UNWATCHED_JOBS       = ""
      CHANNEL_TIMEOUT      = "PT15S"
      SMTP_HOST            = "smtp.example.org"
      SMTP_PORT            = "587"
      SMTP_SECURITY        = "auto"
      SMTP_USER            = "maintenance"
      MAIL_FROM            = "maintenance@example.org"
      TWILIO_BASE_URL      = "https://api.twilio.com"
      TWILIO_ACCOUNT_SID   = "AC00000000000000000000000000000000"
      TWILIO_FROM          = "+237600000000"
      PAGERDUTY_BASE_URL   = "https://events.pagerduty.com"
      ACK_BASE_URL         = "https://europe-west1-maa-yegue-test.cloudfunctions.net/alert-acknowledge"
      ACK_EXPIRES          = "P3D"
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
    })
    error_message = "alert-dispatch gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["cost-monitor"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT8M"
      DRY_RUN              = "false"
      SQLITE_BUCKET        = "maa-yegue-test-sqlite"
      DATABASES            = "maa_yegue_app"
      LIMITS               = "{}"
      SIGNALS              = "{}"
      QUOTA_TIME_ZONE      = "America/Los_Angeles"
      ACTIVE_WITHIN        = "P30D"
      RESPONSE_SERVICES    = "payment-webhook"
      COST_CURRENCY        = "EUR"
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=40"
    })
    error_message = "cost-monitor gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["database-backup"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT8M"
      DRY_RUN              = "false"
      SQLITE_BUCKET        = "maa-yegue-test-sqlite"
      DATABASES            = "maa_yegue_app"
      RETENTION_DAILY      = "7"
      RETENTION_WEEKLY     = "4"
      RETENTION_MONTHLY    = "12"
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:MaxRAMPercentage=25"
    })
    error_message = "database-backup gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["database-maintenance"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT   = "maa-yegue-test"
      ALERT_TOPIC            = "maintenance-alerts"
      TIME_ZONE              = "Africa/Douala"
      RUN_TIME_LIMIT         = "PT8M"
      DRY_RUN                = "true"
      SQLITE_BUCKET          = "maa-yegue-test-sqlite"
      DATABASES              = "maa_yegue_app"
      DAILY_LIMITS_RETENTION = "P30D"
      ADMIN_LOGS_RETENTION   = "P180D"
      MAX_DELETIONS_PERCENT  = "95"
      JAVA_TOOL_OPTIONS      = "-XX:+UseSerialGC -XX:MaxRAMPercentage=25"
    })
    error_message = "database-maintenance gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["database-restore"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT55M"
      DRY_RUN              = "false"
      SQLITE_BUCKET        = "maa-yegue-test-sqlite"
      DATABASES            = "maa_yegue_app"
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:MaxRAMPercentage=25"
    })
    error_message = "database-restore gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["inactive-user-cleanup"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT  = "maa-yegue-test"
      ALERT_TOPIC           = "maintenance-alerts"
      TIME_ZONE             = "Africa/Douala"
      RUN_TIME_LIMIT        = "PT8M"
      DRY_RUN               = "true"
      INACTIVE_AFTER        = "P365D"
      NOTICE_PERIOD         = "P28D"
      MAX_DELETIONS_PERCENT = "25"
      PROTECTED_ROLES       = "admin"
      SQLITE_BUCKET         = "maa-yegue-test-sqlite"
      DATABASES             = "maa_yegue_app"
      APP_NAME              = "Ma'a yegue"
      BATCH_SIZE            = "10000"
      JAVA_TOOL_OPTIONS     = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=40"
    })
    error_message = "inactive-user-cleanup gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["notification-purge"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT8M"
      DRY_RUN              = "true"
      COLLECTION           = "notifications"
      TIMESTAMP_FIELD      = "created_at"
      RETENTION            = "P30D"
      PARALLELISM          = "4"
      DELETES_PER_SECOND   = "500"
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
    })
    error_message = "notification-purge gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["payment-failure-alert"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT8M"
      DRY_RUN              = "false"
      FAILURE_THRESHOLD    = "10"
      FAILURE_WINDOW       = "PT1H"
      PENDING_AFTER        = "PT15M"
      STUCK_AFTER          = "P1D"
      PLAN_LENGTHS         = "monthly=P1M,quarterly=P3M,yearly=P1Y,annual=P1Y,premium=P1Y,vip=P1Y,lifetime=forever"
      PROVIDER_THREADS     = "4"
      PROVIDER_TIME_LIMIT  = "PT10S"
      CAMPAY_BASE_URL      = "https://www.campay.net/api"
      STRIPE_BASE_URL      = "https://api.stripe.com"
      NOUPAI_BASE_URL      = ""
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
    })
    error_message = "payment-failure-alert gets another environment than docs/configuration.md says."
  }

  assert {
    condition = local.functions["payment-webhook"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      PAYMENT_TOPIC        = "payment-events"
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
    })
    error_message = "payment-webhook gets another environment than docs/configuration.md says."
  }
}

run "weekly_report_gets_the_agreed_values" {
  command = plan

  assert {
    condition = local.functions["weekly-report"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      DRY_RUN              = "false"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT8M"
      SQLITE_BUCKET        = "maa-yegue-test-sqlite"
      DATABASES            = "maa_yegue_app"
      REPORT_BUCKET        = "maa-yegue-test-reports"
      REPORT_RECIPIENTS    = "team@example.org"
      LOCALE               = "fr"
      APP_NAME             = "Ma'a yegue"
      CHANNEL_TIMEOUT      = "PT15S"
      SMTP_HOST            = "smtp.example.org"
      SMTP_PORT            = "587"
      SMTP_SECURITY        = "auto"
      SMTP_USER            = "maintenance"
      MAIL_FROM            = "maintenance@example.org"
      JAVA_TOOL_OPTIONS    = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=25"
    })
    error_message = "weekly-report gets another environment than docs/configuration.md says."
  }
}

run "each_function_gets_its_secrets_and_no_others" {
  command = plan

  assert {
    condition = {
      for name, parts in local.functions : name => {
        for secret in parts.function.service_config[0].secret_environment_variables : secret.key => "${secret.project_id}/${secret.secret}/${secret.version}"
      }
      } == merge({ for name in keys(local.functions) : name => {} }, {
        alert-acknowledge     = { ACK_SECRET = "maa-yegue-test/ack-secret/latest" }
        alert-dispatch        = { ACK_SECRET = "maa-yegue-test/ack-secret/latest", ALERT_PHONES = "maa-yegue-test/alert-phones/latest", PAGERDUTY_ROUTING_KEY = "maa-yegue-test/pagerduty-routing-key/latest", SLACK_WEBHOOK_URL = "maa-yegue-test/slack-webhook-url/latest", SMTP_PASSWORD = "maa-yegue-test/smtp-password/latest", TWILIO_AUTH_TOKEN = "maa-yegue-test/twilio-auth-token/latest" }
        payment-failure-alert = { CAMPAY_PASSWORD = "maa-yegue-test/campay-password/latest", CAMPAY_USERNAME = "maa-yegue-test/campay-username/latest", NOUPAI_API_KEY = "maa-yegue-test/noupai-api-key/latest", NOUPAI_PRODUCT_KEY = "maa-yegue-test/noupai-product-key/latest", STRIPE_API_KEY = "maa-yegue-test/stripe-api-key/latest" }
        weekly-report         = { SLACK_WEBHOOK_URL = "maa-yegue-test/slack-webhook-url/latest", SMTP_PASSWORD = "maa-yegue-test/smtp-password/latest" }
        payment-webhook       = { CAMPAY_WEBHOOK_KEY = "maa-yegue-test/campay-webhook-key/latest", STRIPE_WEBHOOK_SECRET = "maa-yegue-test/stripe-webhook-secret/latest" }
    })
    error_message = "A function gets other secrets than agreed."
  }
}
