# A project in which every function is deployed.
project             = "maa-yegue-test"
functions_directory = "./tests/functions"
operators           = ["group:ops@example.org"]

secrets = [
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
]

alert_dispatch = {
  smtp_host          = "smtp.example.org"
  smtp_user          = "maintenance"
  mail_from          = "maintenance@example.org"
  twilio_account_sid = "AC00000000000000000000000000000000"
  twilio_from        = "+237600000000"
}

monitoring_emails = ["ops@example.org"]
budget            = { billing_account = "0123AB-4567CD-89EF01" }
