# What the providers say of payments: payment-webhook writes it, payment-failure-alert reads it.
resource "google_pubsub_topic" "payment_events" {
  project                    = local.project
  name                       = var.payment_topic
  message_retention_duration = "604800s" # 7 days: what was lost to a fault in the reader can be read again
}

variable "payment_topic" {
  description = "The Pub/Sub topic that payment events go to."
  type        = string
  default     = "payment-events"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9._~+%-]{2,254}$", var.payment_topic)) && !startswith(var.payment_topic, "goog")
    error_message = "A topic has 3 to 255 letters, digits and the signs . _ ~ + % -, begins with a letter and not with goog."
  }
}
