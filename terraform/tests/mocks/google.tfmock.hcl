# What Google would compute, where a test looks at it.
override_data {
  target = data.google_project.this
  values = { number = "123456789012" }
}

override_resource {
  target = google_service_account.trigger
  values = { email = "trigger" }
}

override_resource {
  target = google_service_account.build
  values = { email = "build", id = "build-id" }
}

override_resource {
  target = google_service_account.notification_purge
  values = { email = "notification-purge" }
}

override_resource {
  target = google_pubsub_topic.notification_purge
  values = { id = "projects/maa-yegue-test/topics/notification-purge" }
}

override_resource {
  target = google_pubsub_topic.notification_purge_dead_letters
  values = { id = "projects/maa-yegue-test/topics/notification-purge-dead-letters" }
}

override_resource {
  target = google_service_account.inactive_user_cleanup
  values = { email = "inactive-user-cleanup" }
}

override_resource {
  target = google_pubsub_topic.inactive_user_cleanup
  values = { id = "projects/maa-yegue-test/topics/inactive-user-cleanup" }
}

override_resource {
  target = google_pubsub_topic.inactive_user_cleanup_dead_letters
  values = { id = "projects/maa-yegue-test/topics/inactive-user-cleanup-dead-letters" }
}

override_resource {
  target = google_project_iam_custom_role.inactive_user_cleanup
  values = { id = "custom/inactive_user_cleanup" }
}

override_resource {
  target = google_project_iam_custom_role.object_editor
  values = { id = "custom/object_editor" }
}
