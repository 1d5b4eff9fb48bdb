# payment-webhook: takes what CamPay and Stripe say of payments, and puts it on the topic payment-events if it verifies.
# The settings are in docs/configuration.md. Deployed once one of its secrets has a value: it does not start without.

module "payment_webhook" {
  count = length(setintersection(var.secrets, ["CAMPAY_WEBHOOK_KEY", "STRIPE_WEBHOOK_SECRET"])) > 0 ? 1 : 0

  source   = "./modules/function"
  platform = local.platform

  name            = "payment-webhook"
  description     = "takes what payment providers say, and puts it on a topic if it verifies."
  entry_class     = "com.maayegue.maintenance.paymentwebhook.PaymentWebhookFunction"
  memory          = "512Mi" # the least that Cloud Run's second execution environment takes
  timeout_seconds = 60      # a request is answered in milliseconds, and its body has to arrive within seconds
  max_instances   = var.payment_webhook.max_instances
  concurrency     = var.payment_webhook.concurrency

  # The only function that everybody may call: providers cannot identify themselves to Google. It believes only what is
  # signed. The bound on instances is a bound on what a flood can cost; Cloud Armor is out of scope.
  http = {
    ingress  = "ALLOW_ALL"
    invokers = ["allUsers"]
  }

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    PAYMENT_TOPIC        = google_pubsub_topic.payment_events.name
    # A provider waits for the answer, so the start counts: one compiler, one collector.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
  }

  secrets = {
    CAMPAY_WEBHOOK_KEY    = lookup(local.filled_secrets, "CAMPAY_WEBHOOK_KEY", null)
    STRIPE_WEBHOOK_SECRET = lookup(local.filled_secrets, "STRIPE_WEBHOOK_SECRET", null)
  }

  # It keeps nothing of its own: no run records, no alerts.
  firestore_role = null
  publishes_to   = { payment-events = google_pubsub_topic.payment_events.name }
}

variable "payment_webhook" {
  description = "Settings of payment-webhook."
  type = object({
    max_instances = optional(number, 4)
    concurrency   = optional(number, 40)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(range(1, 21), var.payment_webhook.max_instances)
    error_message = "The webhook has 1 to 20 instances: a flood must not cost more."
  }
  validation {
    condition     = contains(range(1, 81), var.payment_webhook.concurrency)
    error_message = "An instance takes 1 to 80 requests at a time: bodies of 256 KiB have to fit into its memory."
  }
}
