output "name" {
  description = "Of the function, once it is deployed."
  value       = google_cloudfunctions2_function.this.name
}

output "function" {
  description = "The function as deployed."
  value       = google_cloudfunctions2_function.this
}

output "source" {
  description = "The object of its deployable, and the hash in its name."
  value       = { object = google_storage_bucket_object.this.name, hash = data.archive_file.this.output_sha256 }
}

output "jobs" {
  description = "Its Scheduler jobs."
  value       = google_cloud_scheduler_job.this
}

output "topic" {
  description = "The id of the topic whose messages it gets; null for one that is called over HTTP."
  value       = one([for trigger in google_cloudfunctions2_function.this.event_trigger : trigger.pubsub_topic])
}

output "dead_letters" {
  description = "The subscription to read its dead letters from; null for one that is called over HTTP."
  value       = one(values(google_pubsub_subscription.dead_letters))
}

output "sets_dead_letters" {
  description = "Whether Eventarc's subscription is given the dead letter topic."
  value       = length(terraform_data.dead_letters) == 1
}

# From the resources themselves, so that a test sees what is really granted.
output "rights" {
  description = "All that it may do, and who may do what with it."
  value = concat(
    [for grant in google_cloud_run_v2_service_iam_member.invoker : {
      who = grant.member, role = grant.role, on = "function ${grant.name}", only = ""
    }],
    [for grant in google_project_iam_member.firestore : {
      who = grant.member, role = grant.role, on = "project", only = one(grant.condition).expression
    }],
    [for grant in google_project_iam_member.role : {
      who = grant.member, role = grant.role, on = "project", only = try(one(grant.condition).expression, "")
    }],
    [for grant in concat(values(google_pubsub_topic_iam_member.publisher), values(google_pubsub_topic_iam_member.dead_letters)) : {
      who = grant.member, role = grant.role, on = "topic ${grant.topic}", only = ""
    }],
    [for grant in concat(values(google_storage_bucket_iam_member.objects), google_storage_bucket_iam_member.names, values(google_storage_bucket_iam_member.other_names)) : {
      who = grant.member, role = grant.role, on = "bucket ${grant.bucket}", only = try(one(grant.condition).expression, "")
    }],
    [for grant in google_secret_manager_secret_iam_member.this : {
      who = grant.member, role = grant.role, on = "secret ${grant.secret_id}", only = ""
    }],
  )
}
