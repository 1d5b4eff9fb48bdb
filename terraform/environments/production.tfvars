# The app itself: terraform apply -var-file=environments/production.tfvars
# All that deletes by a schedule is in dry run until it is said here, one function at a time: docs/deploying.md.
project           = "maa-yegue"
operators         = ["group:ops@maayegue.com"]
monitoring_emails = ["ops@maayegue.com"]
dry_run           = {}

# The secrets that have a value.
secrets = []
