override_resource {
  target = module.alert_dispatch[0].google_service_account.this
  values = { email = "alert-dispatch" }
}

override_resource {
  target = module.alert_dispatch[0].google_pubsub_topic.dead_letters
  values = { id = "projects/maa-yegue-test/topics/alert-dispatch-dead-letters" }
}
