# What the documentation says, for tests to compare with what Terraform makes.

locals {
  permissions   = file("${path.module}/../../../docs/permissions.md")
  configuration = file("${path.module}/../../../docs/configuration.md")

  # The text of each "## <function>", which ends where the next begins.
  sections = {
    for section in slice(split("\n## ", local.configuration), 1, length(split("\n## ", local.configuration))) :
    split("\n", section)[0] => section
  }
}

output "rights" {
  description = "The tables of docs/permissions.md that say who has which role on what, without the reasons."
  value = toset([
    for found in regexall("(?m)^\\| `([^`|]+)` \\| `([^`|]+)` \\| `([^`|]+)` \\| ((?:`[^`|]+`)?) ?\\| [A-Za-z][^|]{9,} \\|$", local.permissions) :
    join(" | ", [found[0], found[1], found[2], trim(found[3], "`")])
  ])
}

output "custom_roles" {
  description = "The table of docs/permissions.md that says which permissions a role of ours holds."
  value = {
    for found in regexall("(?m)^\\| `(maintenance[A-Za-z]+)` \\| ((?:`[a-zA-Z.]+`(?:, )?)+) \\| [A-Za-z][^|]{9,} \\|$", local.permissions) :
    found[0] => toset([for name in split(",", found[1]) : trim(name, "` ")])
  }
}

output "settings" {
  description = "The names in the table of each function in docs/configuration.md, or in the text of one that is part of another."
  value = merge(
    {
      for name, section in local.sections :
      name => toset([for found in regexall("(?m)^\\| `([A-Z][A-Z0-9_]*)` \\|", section) : found[0]])
    },
    {
      for found in regexall("\n### ([a-z-]+)\n((?:[^#]|\n)*)", local.configuration) :
      found[0] => toset([for name in regexall("`([A-Z][A-Z0-9_]*)`", found[1]) : name[0]])
    },
  )
}

locals {
  # What the commands of docs/deploying-with-gcloud.md give each function, with their variables put in.
  commands = [
    for found in regexall("(?m)^(on_topic [a-z-]+|deploy) ([a-z-]+) (?:([a-z-]+) )?([a-z]+\\.[A-Za-z]+) \\\\\\n  \"([^\"]*)\" \\\\\\n((?:  .*\\n)+)", file("${path.module}/../../../docs/deploying-with-gcloud.md")) : {
      on_topic = trimprefix(found[0], "on_topic ")
      name     = found[1]
      class    = found[3]
      settings = found[4]
      flags    = found[5]
    }
  ]
  topic_settings = "ALERT_TOPIC=maintenance-alerts;TIME_ZONE=Africa/Douala;RUN_TIME_LIMIT=PT8M;"
}

output "commands" {
  description = "What docs/deploying-with-gcloud.md deploys: the topic or 'deploy', the class, settings and flags."
  value = {
    for command in local.commands : command.name => {
      on_topic = command.on_topic
      class    = command.class
      settings = "GOOGLE_CLOUD_PROJECT=PROJECT;${command.on_topic == "deploy" ? "" : local.topic_settings}${replace(replace(replace(replace(command.settings,
        "$QUICK", "JAVA_TOOL_OPTIONS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
        "$LARGE", "JAVA_TOOL_OPTIONS=-XX:+UseSerialGC -XX:MaxRAMPercentage=25"),
        "$DATABASES", "SQLITE_BUCKET=PROJECT-sqlite;DATABASES=maa_yegue_app"),
      "https://$REGION-$PROJECT", "https://europe-west1-PROJECT")}"
      flags = "${command.flags}${command.on_topic == "deploy" ? "" : " --timeout=540s --concurrency=1"} "
    }
  }
}

output "variables" {
  description = "The variables that the table of docs/deploying.md explains."
  value = toset(flatten([
    for line in regexall("(?m)^\\| (`[a-z_, `]+`) \\| [^|]+ \\| [^|]+ \\|$", file("${path.module}/../../../docs/deploying.md")) : [
      for name in split(",", line[0]) : trim(name, "` ")
    ]
  ]))
}
