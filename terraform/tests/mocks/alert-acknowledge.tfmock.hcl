override_resource {
  target = module.alert_acknowledge[0].google_service_account.this
  values = { email = "alert-acknowledge" }
}
