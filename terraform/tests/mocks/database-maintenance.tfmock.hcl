override_resource {
  target = module.database_maintenance.google_service_account.this
  values = { email = "database-maintenance" }
}

override_resource {
  target = module.database_maintenance.google_pubsub_topic.this
  values = { id = "projects/maa-yegue-test/topics/database-maintenance" }
}

override_resource {
  target = module.database_maintenance.google_pubsub_topic.dead_letters
  values = { id = "projects/maa-yegue-test/topics/database-maintenance-dead-letters" }
}
