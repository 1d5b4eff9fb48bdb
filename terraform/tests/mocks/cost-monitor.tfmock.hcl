override_resource {
  target = module.cost_monitor.google_service_account.this
  values = { email = "cost-monitor" }
}

override_resource {
  target = module.cost_monitor.google_pubsub_topic.dead_letters
  values = { id = "projects/maa-yegue-test/topics/cost-monitor-dead-letters" }
}
