# alert-dispatch: delivers alerts to people, repeats and escalates them, and notices jobs that did not run.
# The schedule and its reason are in schedules.json, the settings in docs/configuration.md.
# Deployed once there is a way to reach somebody; until then alerts wait in the subscription of alerts.tf.
# alert-acknowledge, the page behind the link in its messages, is another entry of the same jar.

locals {
  alert_channels = concat(
    var.alert_dispatch.smtp_host == "" ? [] : ["email"],
    contains(var.secrets, "SLACK_WEBHOOK_URL") ? ["slack"] : [],
    contains(var.secrets, "TWILIO_AUTH_TOKEN") ? ["sms", "call"] : [],
    contains(var.secrets, "PAGERDUTY_ROUTING_KEY") ? ["pagerduty"] : [],
  )

  # A function of the second generation always has this address.
  acknowledge_url = "https://${var.region}-${var.project}.cloudfunctions.net/alert-acknowledge"
}

module "alert_dispatch" {
  count = length(local.alert_channels) > 0 ? 1 : 0

  source   = "./modules/function"
  platform = local.platform

  name            = "alert-dispatch"
  description     = "delivers alerts to people, and notices jobs that did not run."
  entry_class     = "com.maayegue.maintenance.alertdispatch.AlertDispatchFunction"
  jobs            = local.jobs["alert-dispatch"]
  listens_to      = { id = google_pubsub_topic.alerts.id }
  memory          = var.alert_dispatch.memory
  timeout_seconds = local.event_timeout_seconds
  max_instances   = var.alert_dispatch.max_instances

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    DRY_RUN              = tostring(var.dry_run.alert_dispatch)
    ALERT_TOPIC          = google_pubsub_topic.alerts.name
    TIME_ZONE            = var.time_zone
    RUN_TIME_LIMIT       = var.run_time_limit
    ALERT_ROUTES         = var.alert_dispatch.routes
    CLEAR_FOR            = var.alert_dispatch.clear_for
    ACKNOWLEDGED_FOR     = var.alert_dispatch.acknowledged_for
    APP_NAME             = var.alert_dispatch.app_name
    PLAYBOOK_BASE_URL    = var.alert_dispatch.playbook_base_url
    UNWATCHED_JOBS       = join(",", var.alert_dispatch.unwatched_jobs)
    CHANNEL_TIMEOUT      = var.alert_dispatch.channel_timeout
    SMTP_HOST            = var.alert_dispatch.smtp_host
    SMTP_PORT            = tostring(var.alert_dispatch.smtp_port)
    SMTP_SECURITY        = var.alert_dispatch.smtp_security
    SMTP_USER            = var.alert_dispatch.smtp_user
    MAIL_FROM            = var.alert_dispatch.mail_from
    TWILIO_BASE_URL      = "https://api.twilio.com"
    TWILIO_ACCOUNT_SID   = contains(var.secrets, "TWILIO_AUTH_TOKEN") ? var.alert_dispatch.twilio_account_sid : ""
    TWILIO_FROM          = var.alert_dispatch.twilio_from
    PAGERDUTY_BASE_URL   = "https://events.pagerduty.com"
    ACK_BASE_URL         = contains(var.secrets, "ACK_SECRET") ? local.acknowledge_url : ""
    ACK_EXPIRES          = var.alert_dispatch.ack_expires
    # Half of the memory for the heap: Firestore's client keeps much outside it.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
  }
  secrets = {
    ACK_SECRET            = lookup(local.filled_secrets, "ACK_SECRET", null)
    ALERT_PHONES          = lookup(local.filled_secrets, "ALERT_PHONES", null) # numbers of people are nobody's business
    PAGERDUTY_ROUTING_KEY = lookup(local.filled_secrets, "PAGERDUTY_ROUTING_KEY", null)
    SLACK_WEBHOOK_URL     = lookup(local.filled_secrets, "SLACK_WEBHOOK_URL", null)
    SMTP_PASSWORD         = lookup(local.filled_secrets, "SMTP_PASSWORD", null)
    TWILIO_AUTH_TOKEN     = lookup(local.filled_secrets, "TWILIO_AUTH_TOKEN", null)
  }

  # It publishes nothing: an alert of its own would come back to it.
  publishes_to = {}
}

module "alert_acknowledge" {
  count = length(local.alert_channels) > 0 && contains(var.secrets, "ACK_SECRET") ? 1 : 0

  source   = "./modules/function"
  platform = local.platform

  name            = "alert-acknowledge"
  deployable      = "alert-dispatch"
  description     = "shows the page behind the link in an alert, and notes who takes it on."
  entry_class     = "com.maayegue.maintenance.alertdispatch.AlertAcknowledgeFunction"
  memory          = "512Mi"
  timeout_seconds = 60
  max_instances   = 2 # a bound on what a flood can cost
  concurrency     = 20

  # Everybody may call it, as it is opened on telephones. It shows nothing without a link that was signed for one person
  # and one incident, and such a link can only acknowledge.
  http = {
    ingress  = "ALLOW_ALL"
    invokers = ["allUsers"]
  }

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project
    TIME_ZONE            = var.time_zone
    APP_NAME             = var.alert_dispatch.app_name
    PLAYBOOK_BASE_URL    = var.alert_dispatch.playbook_base_url
    # Somebody who was woken up waits for the page: one compiler, one collector.
    JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50"
  }

  secrets      = { ACK_SECRET = lookup(local.filled_secrets, "ACK_SECRET", null) }
  publishes_to = {}
}

variable "alert_dispatch" {
  description = <<-EOT
    Settings of alert-dispatch; docs/configuration.md explains each.

    routes: JSON, as file("alert-routes.json") gives it; empty for those of docs/alert-routes.json.
  EOT
  type = object({
    routes             = optional(string, "")
    clear_for          = optional(string, "PT15M")
    acknowledged_for   = optional(string, "P1D")
    app_name           = optional(string, "Ma'a yegue")
    playbook_base_url  = optional(string, "")
    unwatched_jobs     = optional(set(string), [])
    channel_timeout    = optional(string, "PT15S")
    smtp_host          = optional(string, "")
    smtp_port          = optional(number, 587)
    smtp_security      = optional(string, "auto")
    smtp_user          = optional(string, "")
    mail_from          = optional(string, "")
    twilio_account_sid = optional(string, "")
    twilio_from        = optional(string, "")
    ack_expires        = optional(string, "P3D")
    max_instances      = optional(number, 3)
    memory             = optional(string, "512Mi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.alert_dispatch.routes == "" || can(jsondecode(var.alert_dispatch.routes).routes)
    error_message = "The routes are a JSON object with routes, such as docs/alert-routes.json."
  }
  validation {
    condition     = alltrue([for time in [var.alert_dispatch.clear_for, var.alert_dispatch.acknowledged_for, var.alert_dispatch.ack_expires] : can(regex("^(PT[1-9][0-9]*[HM]|P[1-9][0-9]*D)$", time))])
    error_message = "How long an alert is clear, acknowledged or can be acknowledged is such as PT15M, PT2H or P1D."
  }
  validation {
    condition     = can(regex("^PT([1-9]|[1-5][0-9]|60)S$", var.alert_dispatch.channel_timeout))
    error_message = "A channel has PT1S to PT60S for an answer."
  }
  validation {
    condition     = length(setsubtract(var.alert_dispatch.unwatched_jobs, keys(local.schedules))) == 0
    error_message = "A job that is not watched is not in schedules.json."
  }
  validation {
    condition     = var.alert_dispatch.smtp_host == "" || can(regex("@", var.alert_dispatch.mail_from))
    error_message = "Mail has no sender: set mail_from with smtp_host."
  }
  validation {
    condition     = var.alert_dispatch.smtp_port >= 1 && var.alert_dispatch.smtp_port <= 65535 && floor(var.alert_dispatch.smtp_port) == var.alert_dispatch.smtp_port && contains(["auto", "tls", "starttls"], var.alert_dispatch.smtp_security)
    error_message = "The port of the mail server is a number up to 65535, its security is auto, tls or starttls."
  }
  validation {
    condition     = (var.alert_dispatch.smtp_user != "") == contains(var.secrets, "SMTP_PASSWORD")
    error_message = "The mail server has a smtp_user without SMTP_PASSWORD in the variable secrets, or the reverse."
  }
  validation {
    condition     = !contains(var.secrets, "TWILIO_AUTH_TOKEN") || var.alert_dispatch.twilio_account_sid != "" && can(regex("^\\+[1-9][0-9]{6,14}$", var.alert_dispatch.twilio_from))
    error_message = "Twilio has a token, but no twilio_account_sid, or no twilio_from such as +237600000000."
  }
  validation {
    condition     = var.alert_dispatch.playbook_base_url == "" || can(regex("^https://", var.alert_dispatch.playbook_base_url))
    error_message = "Playbooks are at an https:// address, or have none."
  }
  validation {
    condition     = contains(range(1, 11), var.alert_dispatch.max_instances)
    error_message = "1 to 10 instances take alerts side by side."
  }
  validation {
    condition     = contains(["512Mi", "1Gi", "2Gi"], var.alert_dispatch.memory)
    error_message = "The memory is 512Mi, 1Gi or 2Gi."
  }
}
