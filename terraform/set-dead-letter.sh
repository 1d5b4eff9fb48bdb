#!/usr/bin/env bash
# Gives the subscription of a function its dead letter topic.
# Eventarc makes that subscription, so neither Terraform nor `gcloud functions deploy` can set it: docs/adr/0001-dead-letters.md.
# Usage: set-dead-letter.sh PROJECT REGION FUNCTION [ATTEMPTS]      Running it again changes nothing.
set -euo pipefail

if [ $# -lt 3 ] || [ $# -gt 4 ]; then
  sed -n 's/^# \(Usage: .*[A-Z]\]\) .*/\1/p' "$0" >&2
  exit 2
fi
project=$1 region=$2 function=$3 attempts=${4:-50}
topic=projects/$project/topics/$function-dead-letters

trigger=$(gcloud functions describe "$function" --gen2 --project="$project" --region="$region" \
  --format='value(eventTrigger.trigger)')
subscription=$(gcloud eventarc triggers describe "${trigger##*/}" --project="$project" --location="$region" \
  --format='value(transport.pubsub.subscription)')
number=$(gcloud projects describe "$project" --format='value(projectNumber)')
if [ -z "$trigger" ] || [ -z "$subscription" ] || [ -z "$number" ]; then
  echo "set-dead-letter: $function has no Pub/Sub trigger in $region of $project" >&2
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
echo "set-dead-letter: after $attempts deliveries a message of $function goes to $topic"
