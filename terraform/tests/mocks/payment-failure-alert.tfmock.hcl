override_resource {
  target = module.payment_failure_alert.google_service_account.this
  values = { email = "payment-failure-alert" }
}

override_resource {
  target = module.payment_failure_alert.google_pubsub_topic.dead_letters
  values = { id = "projects/maa-yegue-test/topics/payment-failure-alert-dead-letters" }
}
