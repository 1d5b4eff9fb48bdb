# What Google would compute, where a test looks at it.
override_data {
  target = data.google_project.this
  values = { number = "123456789012" }
}

override_data {
  target = data.google_storage_project_service_account.this
  values = { member = "serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com" }
}

override_resource {
  target = google_service_account.trigger
  values = { email = "maintenance-trigger" }
}

override_resource {
  target = google_service_account.build
  values = { email = "maintenance-build", id = "build-id" }
}

override_resource {
  target = google_project_iam_custom_role.inactive_user_cleanup
  values = { id = "projects/maa-yegue-test/roles/maintenanceInactiveUserCleanup" }
}

override_resource {
  target = google_project_iam_custom_role.object_editor
  values = { id = "projects/maa-yegue-test/roles/maintenanceObjectEditor" }
}

override_resource {
  target = google_project_iam_custom_role.object_reader
  values = { id = "projects/maa-yegue-test/roles/maintenanceObjectReader" }
}

override_resource {
  target = google_project_iam_custom_role.object_keeper
  values = { id = "projects/maa-yegue-test/roles/maintenanceObjectKeeper" }
}

override_resource {
  target = google_pubsub_topic.alerts
  values = { id = "projects/maa-yegue-test/topics/maintenance-alerts" }
}

override_resource {
  target = google_pubsub_topic.payment_events
  values = { id = "projects/maa-yegue-test/topics/payment-events" }
}

override_resource {
  target = google_monitoring_notification_channel.email
  values = { name = "channel" }
}

override_resource {
  target = google_pubsub_topic.billing_budget
  values = { id = "projects/maa-yegue-test/topics/billing-budget" }
}
