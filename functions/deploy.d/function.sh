# shellcheck shell=bash disable=SC2154,SC2016 # set by functions/deploy; what single quotes hold is jq
# One function: its account and rights, what starts it, itself, and who may call it.

deploy_function() {
  note "$1"
  account "$1" "Runs $1"
  topics "$1"
  rights "$1"
  function_itself "$1"
  called_by "$1"
  schedule "$1"
}

# topics FUNCTION: its own, and one for messages that keep failing.
topics() {
  local listens
  listens=$(of "$1" '.topic // empty')
  [ -n "$listens" ] || return 0
  if [ "$listens" = "$1" ]; then topic "$1"; fi
  topic "$1-dead-letters"
  subscription "$1-dead-letters" "$1-dead-letters" --message-retention-duration=31d
  run gcloud pubsub topics add-iam-policy-binding "$1-dead-letters" --role=roles/pubsub.publisher \
    --member="$pubsub_agent" --project="$project" --format=none
}

# rights FUNCTION: docs/permissions.md says why each is there.
rights() {
  local member="serviceAccount:$1@$project.iam.gserviceaccount.com" list one
  if [ "$(of "$1" '.firestore != false')" = true ]; then
    grant_project "$1" roles/datastore.user \
      "title=default-database,expression=resource.name == \"projects/$project/databases/(default)\""
  fi
  mapfile -t list < <(of "$1" '.projectRoles // [] | .[]')
  for one in "${list[@]}"; do
    # Google's own roles begin with roles/; ours are of the project.
    case $one in roles/*) ;; *) one=projects/$project/roles/$one ;; esac
    grant_project "$1" "$one" None
  done
  mapfile -t list < <(of "$1" '.publishes[]')
  for one in "${list[@]}"; do
    run gcloud pubsub topics add-iam-policy-binding "$one" --role=roles/pubsub.publisher --member="$member" \
      --project="$project" --format=none
  done
  objects "$1" objects "$bucket"
  objects "$1" reports "$project-reports"
  mapfile -t list < <(of "$1" '.secrets[]')
  for one in "${list[@]}"; do
    run gcloud secrets add-iam-policy-binding "$(secret_id "$one")" --member="$member" \
      --role=roles/secretmanager.secretAccessor --project="$project" --format=none
  done
}

# objects FUNCTION KEY BUCKET: what it may do with the objects of a bucket, by the beginning of their names.
objects() {
  local member="serviceAccount:$1@$project.iam.gserviceaccount.com" list one prefix
  mapfile -t list < <(of "$1" ".$2 // {} | to_entries[] | \"\(.key) \(.value)\"")
  if [ ${#list[@]} -gt 0 ]; then
    # Whether the bucket is there, and the names in it.
    run gcloud storage buckets add-iam-policy-binding "gs://$3" --member="$member" \
      --role=roles/storage.legacyBucketReader --format=none
  fi
  for one in "${list[@]}"; do
    prefix=${one%% *}
    run gcloud storage buckets add-iam-policy-binding "gs://$3" --member="$member" \
      --role="projects/$project/roles/${one##* }" --format=none \
      --condition="title=${prefix//\//-},expression=resource.name.startsWith(\"projects/_/buckets/$3/objects/$prefix\")"
  done
}

function_itself() {
  local folder memory listens list one secrets='' flags=()
  folder=$(of "$1" '.folder // $name')
  memory=$(of "$1" .memory)
  listens=$(of "$1" '.topic // empty')
  mapfile -t list < <(of "$1" '.secrets[]')
  for one in "${list[@]}"; do secrets+=,$one=$(secret_id "$one"):latest; done
  if [ -n "$listens" ]; then
    flags+=("--trigger-topic=$listens" "--trigger-location=$region" --retry
      "--trigger-service-account=maintenance-trigger@$project.iam.gserviceaccount.com" --ingress-settings=internal-only)
  else
    flags+=(--trigger-http --ingress-settings=all)
  fi
  if [ -n "$secrets" ]; then flags+=("--set-secrets=${secrets:1}"); else flags+=(--clear-secrets); fi
  # ^;^ says that settings are divided by ; as values hold commas.
  run gcloud functions deploy "$1" --gen2 --runtime=java21 --project="$project" --region="$region" \
    --source="functions/$folder/target/deploy" --entry-point="com.maayegue.maintenance.$(of "$1" .class)" \
    --service-account="$1@$project.iam.gserviceaccount.com" \
    --build-service-account="projects/$project/serviceAccounts/maintenance-build@$project.iam.gserviceaccount.com" \
    --memory="$memory" --cpu="$([ "$memory" = 8Gi ] && echo 2 || echo 1)" \
    --timeout="$(of "$1" .timeoutSeconds)s" --concurrency="$(of "$1" '.concurrency // 1')" \
    --min-instances=0 --max-instances="$(of "$1" .maxInstances)" --no-allow-unauthenticated "${flags[@]}" \
    --set-env-vars="^;^$(of "$1" '.environment | to_entries | map("\(.key)=\(.value)") | join(";")')"
}

# called_by FUNCTION: only Eventarc may call it, or who is named for a function over HTTP.
called_by() {
  local members one
  case $(of "$1" '.invokers // empty') in
    '') members=("serviceAccount:maintenance-trigger@$project.iam.gserviceaccount.com") ;;
    everybody) members=(allUsers) ;;
    operators) mapfile -t members < <(jq -r '.operators[]' <<<"$config") ;;
    *) fail "functions/deploy.json: the invokers of $1 are operators or everybody" ;;
  esac
  for one in "${members[@]}"; do
    run gcloud run services add-iam-policy-binding "$1" --region="$region" --project="$project" --member="$one" \
      --role=roles/run.invoker --format=none
  done
  if [ "$(of "$1" 'has("topic")')" = true ]; then
    # Prints what it does itself; docs/adr/0001-dead-letters.md says why Google's tools do not.
    run terraform/set-dead-letter.sh "$project" "$region" "$1"
  fi
}

# schedule FUNCTION: each with its reason, from terraform/schedules.json.
schedule() {
  local job cron zone data reason verb attributes
  while IFS=$'\t' read -r job cron zone data reason; do
    verb=create attributes=--attributes
    if exists gcloud scheduler jobs describe "$job" --location="$region" --project="$project"; then
      verb=update attributes=--update-attributes
    fi
    run gcloud scheduler jobs "$verb" pubsub "$job" --location="$region" --project="$project" --schedule="$cron" \
      --time-zone="$zone" --topic="projects/$project/topics/$(of "$1" .topic)" --message-body="$data" "$attributes=job=$job" \
      --description="$reason" --max-retry-attempts=5 --min-backoff=10s --max-backoff=300s
  done < <(jq -r --arg name "$1" 'to_entries[] | select(.value.function == $name)
    | [.key, .value.cron, .value.timeZone, (.value.data | tojson), .value.reason] | join("\t")' "$schedules")
}
