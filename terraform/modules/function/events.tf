# What starts a function that is not called over HTTP, and where messages go that keep failing.

locals {
  # One, or none. A function of the second generation has one trigger.
  triggers = var.http == null ? toset([var.name]) : toset([])
}

# Its own topic, unless it listens to that of others.
resource "google_pubsub_topic" "this" {
  for_each = var.listens_to == null ? local.triggers : toset([])

  project = var.platform.project
  name    = each.value
}

locals {
  topics = { for name in local.triggers : name => var.listens_to == null ? google_pubsub_topic.this[name].id : var.listens_to.id }
}

resource "google_cloud_scheduler_job" "this" {
  for_each = var.jobs

  project     = var.platform.project
  region      = var.platform.region
  name        = each.key
  description = each.value.reason
  schedule    = each.value.cron
  time_zone   = each.value.timeZone

  pubsub_target {
    topic_name = local.topics[var.name]
    data       = base64encode(each.value.data)
    attributes = { job = each.key } # by which others who listen to the same topic can leave it out
  }

  retry_config {
    retry_count          = 5
    min_backoff_duration = "10s"
    max_backoff_duration = "300s"
  }
}

# Messages that failed for hours, for a person to look at. docs/adr/0001-dead-letters.md says how they get here.
resource "google_pubsub_topic" "dead_letters" {
  for_each = local.triggers

  project = var.platform.project
  name    = "${each.value}-dead-letters"
}

resource "google_pubsub_topic_iam_member" "dead_letters" {
  for_each = local.triggers

  project = var.platform.project
  topic   = google_pubsub_topic.dead_letters[each.key].name
  role    = "roles/pubsub.publisher"
  member  = var.platform.pubsub_agent
}

resource "google_pubsub_subscription" "dead_letters" {
  for_each = local.triggers

  project                    = var.platform.project
  name                       = "${each.value}-dead-letters"
  topic                      = google_pubsub_topic.dead_letters[each.key].id
  message_retention_duration = "2678400s" # 31 days, the most that Pub/Sub keeps

  expiration_policy {
    ttl = "" # never, even if nobody reads for months
  }
}

resource "terraform_data" "dead_letters" {
  for_each = var.platform.set_dead_letters ? local.triggers : toset([])

  # A new trigger has a new subscription, which has no dead letter topic yet.
  triggers_replace = [
    google_cloudfunctions2_function.this.event_trigger[0].trigger,
    google_pubsub_topic.dead_letters[each.key].id,
    var.platform.dead_letter_attempts,
  ]

  provisioner "local-exec" {
    command = "${path.root}/set-dead-letter.sh ${var.platform.project} ${var.platform.region} ${var.name} ${var.platform.dead_letter_attempts}"
  }

  depends_on = [google_pubsub_topic_iam_member.dead_letters]
}
