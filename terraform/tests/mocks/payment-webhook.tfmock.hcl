override_resource {
  target = module.payment_webhook[0].google_service_account.this
  values = { email = "payment-webhook" }
}
