#!/usr/bin/env bash
# Gives the subscriptions of a function its dead letter topic.
# Eventarc makes them, so neither Terraform nor `gcloud functions deploy` can set it: docs/adr/0001-dead-letters.md.
# Usage: set-dead-letter.sh PROJECT REGION FUNCTION [ATTEMPTS [TRIGGER...]]
# TRIGGER is a further Eventarc trigger of the function, beside its own. Running it again changes nothing.
set -euo pipefail

if [ $# -lt 3 ]; then
  sed -n 's/^# \(Usage: .*\)/\1/p' "$0" >&2
  exit 2
fi
project=$1 region=$2 function=$3 attempts=${4:-50}
shift $(($# < 4 ? 3 : 4))
topic=projects/$project/topics/$function-dead-letters

own=$(gcloud functions describe "$function" --gen2 --project="$project" --region="$region" \
  --format='value(eventTrigger.trigger)')
number=$(gcloud projects describe "$project" --format='value(projectNumber)')
if [ -z "$own" ] || [ -z "$number" ]; then
  echo "set-dead-letter: $function has no Pub/Sub trigger in $region of $project" >&2
  exit 1
fi

for trigger in "$own" "$@"; do
  subscription=$(gcloud eventarc triggers describe "${trigger##*/}" --project="$project" --location="$region" \
    --format='value(transport.pubsub.subscription)')
  if [ -z "$subscription" ]; then
    echo "set-dead-letter: the trigger ${trigger##*/} of $function has no subscription" >&2
    exit 1
  fi
  # Pub/Sub forwards a dead letter as its own service account, which takes the message from this subscription.
  gcloud pubsub subscriptions add-iam-policy-binding "$subscription" --project="$project" \
    --member="serviceAccount:service-$number@gcp-sa-pubsub.iam.gserviceaccount.com" \
    --role=roles/pubsub.subscriber --format=none
  gcloud pubsub subscriptions update "$subscription" --project="$project" \
    --dead-letter-topic="$topic" --max-delivery-attempts="$attempts" --format=none

  found=$(gcloud pubsub subscriptions describe "$subscription" --project="$project" \
    --format='value(deadLetterPolicy.deadLetterTopic)')
  if [ "$found" != "$topic" ]; then
    echo "set-dead-letter: $subscription still has the dead letter topic '$found', not $topic" >&2
    exit 1
  fi
  echo "set-dead-letter: after $attempts deliveries from $subscription a message of $function goes to $topic"
done
