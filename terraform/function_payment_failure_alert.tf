# payment-failure-alert: keeps the state of payments, tells when too many fail, and reads those that hang from their
# provider. The schedule and its reason are in schedules.json, the settings in docs/configuration.md.

module "payment_failure_alert" {
  source   = "./modules/function"
  platform = local.platform

  name            = "payment-failure-alert"
  description     = "keeps the state of payments, and tells when too many fail."
  entry_class     = "com.maayegue.maintenance.paymentfailurealert.PaymentFailureAlertFunction"
  jobs            = local.jobs["payment-failure-alert"]
  listens_to      = { id = google_pubsub_topic.payment_events.id }
  memory          = var.payment_failure_alert.memory
  timeout_seconds = local.event_timeout_seconds
  max_instances   = var.payment_failure_alert.max_instances # each event is a transaction of its own

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    DRY_RUN              = tostring(var.dry_run.payment_failure_alert)
    ALERT_TOPIC          = google_pubsub_topic.alerts.name
    TIME_ZONE            = var.time_zone
    RUN_TIME_LIMIT       = var.run_time_limit
    FAILURE_THRESHOLD    = tostring(var.payment_failure_alert.failure_threshold)
    FAILURE_WINDOW       = var.payment_failure_alert.failure_window
    PENDING_AFTER        = var.payment_failure_alert.pending_after
    STUCK_AFTER          = var.payment_failure_alert.stuck_after
    PLAN_LENGTHS         = var.payment_failure_alert.plan_lengths
    PROVIDER_THREADS     = tostring(var.payment_failure_alert.provider_threads)
    PROVIDER_TIME_LIMIT  = var.payment_failure_alert.provider_time_limit
    CAMPAY_BASE_URL      = var.payment_failure_alert.campay_base_url
    STRIPE_BASE_URL      = var.payment_failure_alert.stripe_base_url
    NOUPAI_BASE_URL      = var.payment_failure_alert.noupai_base_url
    # Half of the memory for the heap: Firestore's client keeps much outside it.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
  }

  # A provider whose secrets have no value is not asked.
  secrets = {
    CAMPAY_USERNAME    = lookup(local.filled_secrets, "CAMPAY_USERNAME", null)
    CAMPAY_PASSWORD    = lookup(local.filled_secrets, "CAMPAY_PASSWORD", null)
    STRIPE_API_KEY     = lookup(local.filled_secrets, "STRIPE_API_KEY", null)
    NOUPAI_API_KEY     = lookup(local.filled_secrets, "NOUPAI_API_KEY", null)
    NOUPAI_PRODUCT_KEY = lookup(local.filled_secrets, "NOUPAI_PRODUCT_KEY", null)
  }

  publishes_to = { alerts = google_pubsub_topic.alerts.name }
}

variable "payment_failure_alert" {
  description = "Settings of payment-failure-alert; docs/configuration.md explains each. NouPai is asked once its address and its two secrets are there."
  type = object({
    failure_threshold   = optional(number, 10)
    failure_window      = optional(string, "PT1H")
    pending_after       = optional(string, "PT15M")
    stuck_after         = optional(string, "P1D")
    plan_lengths        = optional(string, "monthly=P1M,quarterly=P3M,yearly=P1Y,annual=P1Y,premium=P1Y,vip=P1Y,lifetime=forever")
    provider_threads    = optional(number, 4)
    provider_time_limit = optional(string, "PT10S")
    campay_base_url     = optional(string, "https://www.campay.net/api")
    stripe_base_url     = optional(string, "https://api.stripe.com")
    noupai_base_url     = optional(string, "")
    max_instances       = optional(number, 3)
    memory              = optional(string, "512Mi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(range(1, 1001), var.payment_failure_alert.failure_threshold)
    error_message = "The threshold is a whole number of failed payments from 1 to 1000."
  }
  validation {
    condition     = can(regex("^(PT[1-9][0-9]*[HM]|P1D)$", var.payment_failure_alert.failure_window)) && try(tonumber(regex("^PT([0-9]+)H$", var.payment_failure_alert.failure_window)[0]) <= 24, true)
    error_message = "The window is such as PT1H or PT30M, at most P1D."
  }
  validation {
    condition     = alltrue([for wait in [var.payment_failure_alert.pending_after, var.payment_failure_alert.stuck_after] : can(regex("^(PT[1-9][0-9]*[HM]|P[1-9][0-9]*D)$", wait))])
    error_message = "How long a payment may be pending is such as PT15M, PT2H or P1D."
  }
  validation {
    condition     = can(regex("^[a-z0-9_-]+=(P[0-9]+[YMWD]|forever)(,[a-z0-9_-]+=(P[0-9]+[YMWD]|forever))*$", var.payment_failure_alert.plan_lengths))
    error_message = "The lengths of plans are such as monthly=P1M,lifetime=forever."
  }
  validation {
    condition     = contains(range(1, 33), var.payment_failure_alert.provider_threads)
    error_message = "A provider is asked by 1 to 32 threads."
  }
  validation {
    condition     = can(regex("^PT([1-9]|[1-5][0-9]|60)S$", var.payment_failure_alert.provider_time_limit))
    error_message = "A provider has PT1S to PT60S for an answer."
  }
  validation {
    condition = alltrue([
      for address in concat(
        [var.payment_failure_alert.campay_base_url, var.payment_failure_alert.stripe_base_url],
        compact([var.payment_failure_alert.noupai_base_url]),
      ) : can(regex("^https://[^/?#@\\s]+(/[^?#@\\s]*)?$", address))
    ])
    error_message = "A provider's address begins with https:// and has no user, query or fragment; only NouPai's may be left out."
  }
  validation {
    condition     = var.payment_failure_alert.noupai_base_url == "" || length(setsubtract(["NOUPAI_API_KEY", "NOUPAI_PRODUCT_KEY"], var.secrets)) == 0
    error_message = "NouPai has an address, but not both of its secrets NOUPAI_API_KEY and NOUPAI_PRODUCT_KEY are in the variable secrets."
  }
  validation {
    condition     = contains(range(1, 11), var.payment_failure_alert.max_instances)
    error_message = "1 to 10 instances take events side by side."
  }
  validation {
    condition     = contains(["512Mi", "1Gi", "2Gi"], var.payment_failure_alert.memory)
    error_message = "The memory is 512Mi, 1Gi or 2Gi."
  }
}
