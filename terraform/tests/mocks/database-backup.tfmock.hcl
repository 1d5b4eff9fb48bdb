override_resource {
  target = module.database_backup.google_service_account.this
  values = { email = "database-backup" }
}

override_resource {
  target = module.database_backup.google_pubsub_topic.this
  values = { id = "projects/maa-yegue-test/topics/database-backup" }
}

override_resource {
  target = module.database_backup.google_pubsub_topic.dead_letters
  values = { id = "projects/maa-yegue-test/topics/database-backup-dead-letters" }
}
