override_resource {
  target = module.database_restore.google_service_account.this
  values = { email = "database-restore" }
}
