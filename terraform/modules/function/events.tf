# What starts a function that is not called over HTTP, and where messages go that keep failing.

locals {
  # One topic of its own, or none.
  topics = var.http == null ? toset([var.name]) : toset([])
}

resource "google_pubsub_topic" "this" {
  for_each = local.topics

  project = var.platform.project
  name    = each.value
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
    topic_name = google_pubsub_topic.this[var.name].id
    data       = base64encode(each.value.data)
  }

  retry_config {
    retry_count          = 5
    min_backoff_duration = "10s"
    max_backoff_duration = "300s"
  }
}

# A function has one trigger of its own; Eventarc delivers the messages of further topics to the service behind it.
resource "google_eventarc_trigger" "also" {
  for_each = var.also_listens_to

  project         = var.platform.project
  location        = var.platform.region
  name            = "${var.name}-${each.key}"
  service_account = var.platform.trigger_account

  matching_criteria {
    attribute = "type"
    value     = "google.cloud.pubsub.topic.v1.messagePublished"
  }

  destination {
    cloud_run_service {
      service = google_cloudfunctions2_function.this.name
      region  = var.platform.region
    }
  }

  transport {
    pubsub {
      topic = each.value
    }
  }
}

# Messages that failed for hours, for a person to look at. docs/adr/0001-dead-letters.md says how they get here.
resource "google_pubsub_topic" "dead_letters" {
  for_each = local.topics

  project = var.platform.project
  name    = "${each.value}-dead-letters"
}

resource "google_pubsub_topic_iam_member" "dead_letters" {
  for_each = local.topics

  project = var.platform.project
  topic   = google_pubsub_topic.dead_letters[each.key].name
  role    = "roles/pubsub.publisher"
  member  = var.platform.pubsub_agent
}

resource "google_pubsub_subscription" "dead_letters" {
  for_each = local.topics

  project                    = var.platform.project
  name                       = "${each.value}-dead-letters"
  topic                      = google_pubsub_topic.dead_letters[each.key].id
  message_retention_duration = "2678400s" # 31 days, the most that Pub/Sub keeps

  expiration_policy {
    ttl = "" # never, even if nobody reads for months
  }
}

resource "terraform_data" "dead_letters" {
  for_each = var.platform.set_dead_letters ? local.topics : toset([])

  # A new trigger has a new subscription, which has no dead letter topic yet.
  triggers_replace = [
    google_cloudfunctions2_function.this.event_trigger[0].trigger,
    [for trigger in google_eventarc_trigger.also : trigger.uid],
    google_pubsub_topic.dead_letters[each.key].id,
    var.platform.dead_letter_attempts,
  ]

  provisioner "local-exec" {
    command = join(" ", concat(
      ["${path.root}/set-dead-letter.sh", var.platform.project, var.platform.region, var.name],
      [var.platform.dead_letter_attempts],
      [for trigger in google_eventarc_trigger.also : trigger.name],
    ))
  }

  depends_on = [google_pubsub_topic_iam_member.dead_letters]
}
