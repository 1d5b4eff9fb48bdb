# The other way to deploy leads to the same place, and each variable is explained.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

# Without anybody to send it to, weekly-report gets no password of the mail server.
variables {
  weekly_report = { recipients = ["team@example.org"] }
}

run "documents" {
  module {
    source = "./tests/documents"
  }
}

run "gcloud_deploys_what_terraform_deploys" {
  command = plan

  assert {
    condition     = toset(keys(run.documents.deploy)) == toset(keys(local.functions))
    error_message = "functions/deploy.json has other functions than Terraform."
  }

  # The script leaves out what is empty. What an operator has to say is empty there, and said in everything.auto.tfvars.
  assert {
    condition = {
      for name, parts in local.functions : name => {
        for key, value in parts.function.service_config[0].environment_variables :
        key => replace(value, "maa-yegue-test", "{project}")
      }
      } == {
      for name, environment in run.documents.deploy_settings : name => {
        for key, value in environment : key => (
          value == "" && contains(["MAIL_FROM", "REPORT_RECIPIENTS", "SMTP_HOST", "SMTP_USER", "TWILIO_ACCOUNT_SID", "TWILIO_FROM"], key)
          ? try(local.functions[name].function.service_config[0].environment_variables[key], "not set")
          : replace(replace(value, "{bucket}", "{project}-sqlite"), "{region}", "europe-west1")
        )
      }
    }
    error_message = "functions/deploy.json gives other settings: ${join("; ", flatten([
      for name, parts in local.functions : concat(
        [for key, value in parts.function.service_config[0].environment_variables : "${name} ${key}=${value}"
        if replace(value, "maa-yegue-test", "") != replace(replace(replace(try(run.documents.deploy_settings[name][key], "not there"), "{project}", ""), "{bucket}", "-sqlite"), "{region}", "europe-west1")],
        [for key in setsubtract(keys(try(run.documents.deploy_settings[name], {})), keys(parts.function.service_config[0].environment_variables)) : "${name} gets no ${key}"],
      )
    ]))}"
  }

  assert {
    condition = {
      for name, parts in local.functions : name => {
        topic       = parts.topic == null ? "" : basename(parts.topic)
        class       = parts.function.build_config[0].entry_point
        memory      = parts.function.service_config[0].available_memory
        timeout     = parts.function.service_config[0].timeout_seconds
        instances   = parts.function.service_config[0].max_instance_count
        concurrency = parts.function.service_config[0].max_instance_request_concurrency
        secrets     = join(",", sort(parts.function.service_config[0].secret_environment_variables[*].key))
      }
    } == run.documents.deploy
    error_message = "functions/deploy.json gives a function another topic, class, memory, timeout, number of instances, concurrency or secret."
  }
}

run "gcloud_grants_what_terraform_grants" {
  command = plan

  assert {
    condition = toset([
      for right in run.documents.deploy_rights : replace(replace(replace(right, "PROJECT", "maa-yegue-test"), "OPERATORS", "group:ops@example.org"), "EVERYBODY", "allUsers")
    ]) == toset([for right in output.rights : right if !startswith(right, "maintenance-build ")])
    error_message = "functions/deploy.json grants other rights: ${jsonencode({
      lacks = setsubtract(
        toset([for right in output.rights : right if !startswith(right, "maintenance-build ")]),
        toset([for right in run.documents.deploy_rights : replace(replace(replace(right, "PROJECT", "maa-yegue-test"), "OPERATORS", "group:ops@example.org"), "EVERYBODY", "allUsers")])
      )
      has = setsubtract(
        toset([for right in run.documents.deploy_rights : replace(replace(replace(right, "PROJECT", "maa-yegue-test"), "OPERATORS", "group:ops@example.org"), "EVERYBODY", "allUsers")]),
        toset([for right in output.rights : right])
      )
    })}"
  }

  assert {
    condition     = run.documents.deploy_roles == { for role in local.custom_roles : role.role_id => toset(role.permissions) }
    error_message = "functions/deploy.json makes other roles of our own, or gives them other permissions."
  }

  assert {
    condition     = run.documents.deploy_services == toset(keys(google_project_service.needed))
    error_message = "functions/deploy.json turns on other services."
  }

  assert {
    condition = run.documents.lifecycle == toset([
      for rule in google_storage_bucket.sqlite.lifecycle_rule : join(" ", [
        one(rule.action).type,
        join(",", one(rule.condition).matches_prefix),
        one(rule.condition).with_state,
        tostring(coalesce(one(rule.condition).days_since_noncurrent_time, 0)),
        tostring(coalesce(one(rule.condition).num_newer_versions, 0)),
        tostring(coalesce(one(rule.condition).age, 0)),
      ])
    ])
    error_message = "functions/deploy.d/lifecycle.json keeps objects for another time than storage.tf."
  }
}

run "every_variable_is_explained" {
  command = plan

  assert {
    condition = run.documents.variables == toset(flatten([
      for name in fileset(path.module, "*.tf") : [for found in regexall("(?m)^variable\\s+\"([a-z_]+)\"", file("${path.module}/${name}")) : found[0]]
    ]))
    error_message = "The table of docs/deploying.md has other variables than Terraform."
  }
}
