# A budget tells; it stops nothing. Billing that is stopped would stop the free services too.
# Whoever applies this needs the right to manage budgets of the billing account (roles/billing.costsManager). Applied as a
# person, the API wants to know which project asks: USER_PROJECT_OVERRIDE=true GOOGLE_BILLING_PROJECT=<project> terraform apply

resource "google_project_service" "budgets" {
  count = var.budget == null ? 0 : 1

  project            = var.project
  service            = "billingbudgets.googleapis.com"
  disable_on_destroy = false
}

# Google sends here several times a day, whatever has changed; cost-monitor listens, budget or not.
resource "google_pubsub_topic" "billing_budget" {
  project                    = local.project
  name                       = "billing-budget"
  message_retention_duration = "604800s"
}

moved {
  from = google_pubsub_topic.billing_budget[0]
  to   = google_pubsub_topic.billing_budget
}

resource "google_billing_budget" "project" {
  count = var.budget == null ? 0 : 1

  billing_account = var.budget.billing_account
  display_name    = "Maintenance: ${var.project}"

  budget_filter {
    projects        = ["projects/${data.google_project.this.number}"]
    calendar_period = "MONTH"
  }

  amount {
    specified_amount {
      currency_code = var.budget.currency
      units         = tostring(var.budget.amount)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.8, 1.0]

    content {
      threshold_percent = threshold_rules.value
      spend_basis       = "CURRENT_SPEND"
    }
  }

  threshold_rules {
    threshold_percent = 1.0
    spend_basis       = "FORECASTED_SPEND"
  }

  all_updates_rule {
    pubsub_topic                     = google_pubsub_topic.billing_budget.id
    schema_version                   = "1.0"
    monitoring_notification_channels = [for channel in google_monitoring_notification_channel.email : channel.name]
  }

  depends_on = [google_project_service.budgets]
}

variable "budget" {
  description = "What the project may cost in a month, and the billing account that pays. Null is no budget. The maintenance guide allows 100 EUR."
  type = object({
    billing_account = string
    amount          = optional(number, 100)
    currency        = optional(string, "EUR")
  })
  default = null

  validation {
    condition     = var.budget == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.budget.billing_account))
    error_message = "A billing account is called such as 0123AB-4567CD-89EF01."
  }
  validation {
    condition     = var.budget == null || try(var.budget.amount >= 1 && floor(var.budget.amount) == var.budget.amount, false)
    error_message = "The amount is a whole number of at least 1."
  }
  validation {
    condition     = var.budget == null || can(regex("^[A-Z]{3}$", var.budget.currency))
    error_message = "A currency is called such as EUR, and is that of the billing account."
  }
}
