override_resource {
  target = module.weekly_report.google_service_account.this
  values = { email = "weekly-report" }
}

override_resource {
  target = module.weekly_report.google_pubsub_topic.this
  values = { id = "projects/maa-yegue-test/topics/weekly-report" }
}

override_resource {
  target = module.weekly_report.google_pubsub_topic.dead_letters
  values = { id = "projects/maa-yegue-test/topics/weekly-report-dead-letters" }
}
