# What each function is told: the names of docs/configuration.md, and the defaults.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

variables {
  project             = "maa-yegue-test"
  functions_directory = "./tests/functions"
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
    condition = local.functions["notification-purge"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "maa-yegue-test"
      DRY_RUN              = "true"
      ALERT_TOPIC          = "maintenance-alerts"
      TIME_ZONE            = "Africa/Douala"
      RUN_TIME_LIMIT       = "PT8M"
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
    condition = local.functions["inactive-user-cleanup"].function.service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT  = "maa-yegue-test"
      DRY_RUN               = "true"
      ALERT_TOPIC           = "maintenance-alerts"
      TIME_ZONE             = "Africa/Douala"
      RUN_TIME_LIMIT        = "PT8M"
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
}
