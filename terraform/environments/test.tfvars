# A project to try things in: terraform apply -var-file=environments/test.tfvars
project = "maa-yegue-test"

# What has to be seen soon.
notification_purge    = { retention = "P7D" }
inactive_user_cleanup = { inactive_after = "P30D", notice_period = "P1D" }
payment_failure_alert = { campay_base_url = "https://demo.campay.net/api" }
