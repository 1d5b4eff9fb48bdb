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
  # Leaves placeholders as they are; the tests put the project in.
  deploy = jsondecode(file("${path.module}/../../../functions/deploy.json"))
}

output "deploy" {
  description = "What functions/deploy makes of each function, in Terraform's words."
  value = {
    for name, each in local.deploy.functions : name => {
      topic       = lookup(each, "topic", "")
      class       = "com.maayegue.maintenance.${each.class}"
      memory      = each.memory
      timeout     = each.timeoutSeconds
      instances   = each.maxInstances
      concurrency = lookup(each, "concurrency", 1)
      secrets     = join(",", sort(lookup(each, "secrets", [])))
    }
  }
}

output "deploy_settings" {
  description = "The environment that functions/deploy gives each function."
  value       = { for name, each in local.deploy.functions : name => each.environment }
}

output "deploy_roles" {
  description = "The roles of our own that functions/deploy makes."
  value       = { for name, role in local.deploy.roles : name => toset(role.permissions) }
}

output "deploy_services" {
  description = "The services that functions/deploy turns on."
  value       = toset(local.deploy.services)
}

output "deploy_rights" {
  description = "What functions/deploy grants, in the words of docs/permissions.md."
  value = toset(flatten([
    for name, each in local.deploy.functions : concat(
      lookup(each, "firestore", true) ? ["${name} | roles/datastore.user | project | database (default)"] : [],
      [for role in lookup(each, "projectRoles", []) : "${name} | ${role} | project | "],
      [for topic in each.publishes : "${name} | roles/pubsub.publisher | topic ${topic} | "],
      [for secret in lookup(each, "secrets", []) : "${name} | roles/secretmanager.secretAccessor | secret ${lower(replace(secret, "_", "-"))} | "],
      length(lookup(each, "objects", {})) == 0 ? [] : ["${name} | roles/storage.legacyBucketReader | bucket PROJECT-sqlite | "],
      [for prefix, role in lookup(each, "objects", {}) : "${name} | ${role} | bucket PROJECT-sqlite | ${prefix}…"],
      length(lookup(each, "reports", {})) == 0 ? [] : ["${name} | roles/storage.legacyBucketReader | bucket PROJECT-reports | "],
      [for prefix, role in lookup(each, "reports", {}) : "${name} | ${role} | bucket PROJECT-reports | ${prefix}…"],
      contains(keys(each), "topic") ? [
        "Pub/Sub | roles/pubsub.publisher | topic ${name}-dead-letters | ",
        "maintenance-trigger | roles/run.invoker | function ${name} | ",
      ] : [],
      lookup(each, "invokers", "") == "everybody" ? ["EVERYBODY | roles/run.invoker | function ${name} | "] : [],
      lookup(each, "invokers", "") == "operators" ? ["OPERATORS | roles/run.invoker | function ${name} | "] : [],
    )
  ]))
}

output "lifecycle" {
  description = "The rules of the bucket of the databases that functions/deploy sets, shortened."
  value = toset([
    for rule in jsondecode(file("${path.module}/../../../functions/deploy.d/lifecycle.json")).rule : join(" ", [
      rule.action.type,
      join(",", rule.condition.matchesPrefix),
      lookup(rule.condition, "isLive", true) ? "ANY" : "ARCHIVED",
      tostring(lookup(rule.condition, "daysSinceNoncurrentTime", 0)),
      tostring(lookup(rule.condition, "numNewerVersions", 0)),
      tostring(lookup(rule.condition, "age", 0)),
    ])
  ])
}

output "variables" {
  description = "The variables that the table of docs/deploying.md explains."
  value = toset(flatten([
    for line in regexall("(?m)^\\| (`[a-z_, `]+`) \\| [^|]+ \\| [^|]+ \\|$", file("${path.module}/../../../docs/deploying.md")) : [
      for name in split(",", line[0]) : trim(name, "` ")
    ]
  ]))
}
