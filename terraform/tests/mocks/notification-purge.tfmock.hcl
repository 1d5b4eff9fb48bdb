override_resource {
  target = module.notification_purge.google_service_account.this
  values = { email = "notification-purge" }
}

override_resource {
  target = module.notification_purge.google_pubsub_topic.this
  values = { id = "projects/maa-yegue-test/topics/notification-purge" }
}

override_resource {
  target = module.notification_purge.google_pubsub_topic.dead_letters
  values = { id = "projects/maa-yegue-test/topics/notification-purge-dead-letters" }
}
