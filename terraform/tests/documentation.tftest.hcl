# The other way to deploy leads to the same place, and each variable is explained.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {}

run "documents" {
  module {
    source = "./tests/documents"
  }
}

run "gcloud_deploys_what_terraform_deploys" {
  command = plan

  assert {
    condition     = toset(keys(run.documents.commands)) == toset(keys(local.functions))
    error_message = "docs/deploying-with-gcloud.md deploys other functions than Terraform."
  }

  # What is empty is left out there, and a mail server is everybody's own; the rest is the same.
  assert {
    condition = {
      for name, parts in local.functions : name => sort([
        for key, value in parts.function.service_config[0].environment_variables : "${key}=${replace(value, "maa-yegue-test", "PROJECT")}"
        if value != "" && !can(regex("^(SMTP_(HOST|USER)|MAIL_FROM|TWILIO_.*|PAGERDUTY_.*)$", key))
      ])
      } == {
      for name, command in run.documents.commands : name => sort([
        for setting in split(";", command.settings) : setting if !can(regex("^(SMTP_(HOST|USER)|MAIL_FROM)=", setting))
      ])
    }
    error_message = "docs/deploying-with-gcloud.md gives other settings: ${join("; ", flatten([
      for name, parts in local.functions : setsubtract([
        for key, value in parts.function.service_config[0].environment_variables : "${name} lacks ${key}=${replace(value, "maa-yegue-test", "PROJECT")}"
        if value != "" && !can(regex("^(SMTP_(HOST|USER)|MAIL_FROM|TWILIO_.*|PAGERDUTY_.*)$", key))
      ], [for setting in split(";", run.documents.commands[name].settings) : "${name} lacks ${setting}"])
    ]))}"
  }

  assert {
    condition = alltrue([
      for name, parts in local.functions : alltrue([
        for flag in [
          "--memory=${parts.function.service_config[0].available_memory}",
          "--max-instances=${parts.function.service_config[0].max_instance_count}",
          "--timeout=${parts.function.service_config[0].timeout_seconds}s",
          "--concurrency=${parts.function.service_config[0].max_instance_request_concurrency}",
        ] : can(regex("${flag}[ \n]", run.documents.commands[name].flags))
      ])
      && endswith(parts.function.build_config[0].entry_point, ".${run.documents.commands[name].class}")
      && run.documents.commands[name].on_topic == (parts.topic == null ? "deploy" : basename(parts.topic))
    ])
    error_message = "docs/deploying-with-gcloud.md gives a function another memory, timeout, class or topic, or lets it run more often."
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
