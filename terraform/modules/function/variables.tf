variable "platform" {
  description = "What all functions share; main.tf says what each is. It is one object, so that everything in here waits for all of it."
  type = object({
    project              = string
    region               = string
    functions_directory  = string
    artifacts_bucket     = string
    build_account        = string
    trigger_account      = string
    pubsub_agent         = string
    sqlite_bucket        = string
    firestore_condition  = object({ title = string, expression = string })
    dead_letter_attempts = number
    set_dead_letters     = bool
  })
}

variable "name" {
  description = "Of the function, its folder, its account and its topic."
  type        = string
}

variable "deployable" {
  description = "The folder whose jar it is. Null is the name."
  type        = string
  default     = null
}

variable "description" {
  description = "What it does."
  type        = string
}

variable "entry_class" {
  description = "The full name of the class that Java starts."
  type        = string
}

variable "memory" {
  description = "Such as 512Mi. /tmp is part of it."
  type        = string
}

variable "timeout_seconds" {
  description = "After which it is stopped: at most 540 for events, 3600 for HTTP."
  type        = number
}

variable "max_instances" {
  description = "How many of it run side by side, each with one request at a time unless concurrency says otherwise."
  type        = number
}

variable "concurrency" {
  description = "Requests at a time in one instance."
  type        = number
  default     = 1
}

variable "environment" {
  description = "The settings; docs/configuration.md explains each."
  type        = map(string)
}

variable "secrets" {
  description = "Settings that come from Secret Manager: the name in the environment, and the secret. Null for one that has no value."
  type        = map(string)
  default     = {}
}

variable "http" {
  description = "Called over HTTP. Without it: called by the messages of a topic, and by nothing else."
  type = object({
    ingress  = string
    invokers = set(string)
  })
  default = null
}

variable "jobs" {
  description = "The Scheduler jobs that publish to the topic it listens to, as in schedules.json. The data is JSON."
  type = map(object({
    cron     = string
    timeZone = string
    data     = string
    reason   = string
  }))
  default = {}

  validation {
    condition     = alltrue([for job in var.jobs : length(job.reason) > 40 && length(job.reason) <= 500])
    error_message = "A job says why it runs when it does, in at most 500 characters."
  }
}

variable "listens_to" {
  description = "The topic whose messages it gets, if it is not its own. An object, so that it is known before the first apply whether there is one."
  type        = object({ id = string })
  default     = null
}

variable "publishes_to" {
  description = "The topics that it may publish to beside its own: what for, and the name."
  type        = map(string)
}

variable "firestore_role" {
  description = "On the documents of the default database: every function keeps run records there. Null for one that does not."
  type        = string
  default     = "roles/datastore.user"
}

variable "objects" {
  description = "What it may do with objects: a title, a role and the beginning of their names, in the bucket of the databases or in another."
  type        = map(object({ role = string, prefix = string, bucket = optional(string) }))
  default     = {}
}

variable "project_roles" {
  description = "What it may do beside that, in the whole project: a title and a role."
  type        = map(string)
  default     = {}
}
