# Secrets are created empty. Their values never pass through Terraform, so they are in no state and in no plan:
#   printf %s "$VALUE" | gcloud secrets versions add <secret> --data-file=-
# docs/deploying.md says in which order.

locals {
  # As the functions call them. The secret of CAMPAY_WEBHOOK_KEY is campay-webhook-key.
  secret_names = toset([
    "ACK_SECRET",
    "ALERT_PHONES",
    "CAMPAY_PASSWORD",
    "CAMPAY_USERNAME",
    "CAMPAY_WEBHOOK_KEY",
    "NOUPAI_API_KEY",
    "NOUPAI_PRODUCT_KEY",
    "PAGERDUTY_ROUTING_KEY",
    "SLACK_WEBHOOK_URL",
    "SMTP_PASSWORD",
    "STRIPE_API_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "TWILIO_AUTH_TOKEN",
  ])

  # Only a secret that has a value can be given to a function: one that is empty keeps it from starting.
  filled_secrets = {
    for name, secret in google_secret_manager_secret.this : name => secret.secret_id if contains(var.secrets, name)
  }
}

resource "google_secret_manager_secret" "this" {
  for_each = local.secret_names

  project   = local.project
  secret_id = lower(replace(each.key, "_", "-"))

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  # A rotated secret is disabled, and destroyed a day later at the earliest.
  version_destroy_ttl = "86400s"

  lifecycle {
    prevent_destroy = true
  }
}

variable "secrets" {
  description = "The names of the secrets that have a value. Functions that cannot work without theirs are deployed once it is here."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.secrets, local.secret_names)) == 0
    error_message = "Not a secret of these functions: ${join(", ", setsubtract(var.secrets, local.secret_names))}. There are ${join(", ", local.secret_names)}."
  }
  validation {
    condition     = contains(var.secrets, "CAMPAY_USERNAME") == contains(var.secrets, "CAMPAY_PASSWORD")
    error_message = "CAMPAY_USERNAME and CAMPAY_PASSWORD have a value both, or neither."
  }
}
