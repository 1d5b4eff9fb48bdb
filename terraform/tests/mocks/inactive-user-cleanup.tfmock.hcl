override_resource {
  target = module.inactive_user_cleanup.google_service_account.this
  values = { email = "inactive-user-cleanup" }
}

override_resource {
  target = module.inactive_user_cleanup.google_pubsub_topic.this
  values = { id = "projects/maa-yegue-test/topics/inactive-user-cleanup" }
}

override_resource {
  target = module.inactive_user_cleanup.google_pubsub_topic.dead_letters
  values = { id = "projects/maa-yegue-test/topics/inactive-user-cleanup-dead-letters" }
}
