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
  description = "The names in the table of each function in docs/configuration.md."
  value = {
    for name, section in local.sections :
    name => toset([for found in regexall("(?m)^\\| `([A-Z][A-Z0-9_]*)` \\|", section) : found[0]])
  }
}
