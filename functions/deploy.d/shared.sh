# shellcheck shell=bash disable=SC2154 # set by functions/deploy
# What all functions share.

# account NAME DISPLAY_NAME
account() {
  local address=$1@$project.iam.gserviceaccount.com
  exists gcloud iam service-accounts describe "$address" --project="$project" \
    || run gcloud iam service-accounts create "$1" --display-name="$2" --project="$project"
}

# topic NAME FLAG...
topic() {
  exists gcloud pubsub topics describe "$1" --project="$project" \
    || run gcloud pubsub topics create "$1" --project="$project" "${@:2}"
}

# subscription NAME TOPIC FLAG...
subscription() {
  exists gcloud pubsub subscriptions describe "$1" --project="$project" \
    || run gcloud pubsub subscriptions create "$1" --topic="$2" --expiration-period=never --project="$project" "${@:3}"
}

# grant_project ACCOUNT ROLE CONDITION
grant_project() {
  run gcloud projects add-iam-policy-binding "$project" \
    --member="serviceAccount:$1@$project.iam.gserviceaccount.com" --role="$2" --condition="$3" --format=none
}

role() {
  local title permissions
  title=$(jq -r --arg role "$1" '.roles[$role].title' <<<"$config")
  permissions=$(jq -r --arg role "$1" '.roles[$role].permissions | join(",")' <<<"$config")
  if exists gcloud iam roles describe "$1" --project="$project"; then
    run gcloud iam roles update "$1" --project="$project" --title="$title" --permissions="$permissions" --format=none
  else
    run gcloud iam roles create "$1" --project="$project" --title="$title" --permissions="$permissions" --format=none
  fi
}

# bucket NAME FLAG...
bucket() {
  exists gcloud storage buckets describe "gs://$1" \
    || run gcloud storage buckets create "gs://$1" --location="$region" --uniform-bucket-level-access \
      --public-access-prevention --project="$project"
  run gcloud storage buckets update "gs://$1" --versioning "${@:2}" --project="$project"
}

# secret NAME: created empty. docs/deploying.md says how to fill it.
secret() {
  local id
  id=$(secret_id "$1")
  exists gcloud secrets describe "$id" --project="$project" \
    || run gcloud secrets create "$id" --replication-policy=user-managed --locations="$region" \
      --version-destroy-ttl=86400s --project="$project"
}

# The indexes of our own collections, as in firestore.indexes.json.
indexes() {
  local group fields wanted there=''
  if ! $dry_run; then
    there=$(gcloud firestore indexes composite list --project="$project" \
      --format='csv[no-heading](name.segment(5),fields.fieldPath.list(separator=+))')
  fi
  while IFS=$'\t' read -r group wanted fields; do
    case $there in *"$group,$wanted"*) continue ;; esac
    local flags=() field
    for field in $fields; do flags+=("--field-config=$field"); done
    run gcloud firestore indexes composite create --collection-group="$group" --query-scope=collection \
      "${flags[@]}" --project="$project"
  done < <(jq -r '.indexes[] | [.collectionGroup, (.fields | map(.fieldPath) | join("+")),
    (.fields | map("field-path=\(.fieldPath),order=\(.order | ascii_downcase)") | join(" "))] | @tsv' \
    firestore.indexes.json)
}

# Documents that Firestore deletes by itself when they are past a time, as in the same file.
expiry() {
  local group field
  while IFS=$'\t' read -r group field; do
    run gcloud firestore fields ttls update "$field" --collection-group="$group" --enable-ttl --project="$project"
    run gcloud firestore indexes fields update "$field" --collection-group="$group" --disable-indexes \
      --project="$project"
  done < <(jq -r '.fieldOverrides[] | select(.ttl) | [.collectionGroup, .fieldPath] | @tsv' firestore.indexes.json)
}

deploy_shared() {
  local names name key key_flag=()
  note 'what all functions share'
  mapfile -t names < <(jq -r '.services[]' <<<"$config")
  run gcloud services enable "${names[@]}" --project="$project"
  mapfile -t names < <(jq -r '.sharedTopics[]' <<<"$config")
  for name in "${names[@]}"; do topic "$name" --message-retention-duration=7d; done
  subscription maintenance-alerts-inbox maintenance-alerts --message-retention-duration=7d \
    --message-filter='NOT attributes:job'
  key=$(jq -r .kmsKey <<<"$config")
  if [ -n "$key" ]; then
    # A bucket takes a key only after Cloud Storage may use it.
    run gcloud storage service-agent --authorize-cmek="$key" --project="$project"
    key_flag=("--default-encryption-key=$key")
  fi
  # The staged databases and their backups. No rule of the lifecycle touches a backup that is there.
  bucket "$bucket" --lifecycle-file=functions/deploy.d/lifecycle.json "${key_flag[@]}"
  if jq -e 'any(.functions[]; .reports)' <<<"$config" >/dev/null; then bucket "$project-reports" "${key_flag[@]}"; fi
  mapfile -t names < <(jq -r '[.functions[].allSecrets[]] | unique[]' <<<"$config")
  for name in "${names[@]}"; do secret "$name"; done
  mapfile -t names < <(jq -r '.roles | keys[]' <<<"$config")
  for name in "${names[@]}"; do role "$name"; done
  indexes
  expiry
  account maintenance-trigger 'Delivers messages to the maintenance functions'
  account maintenance-build 'Builds the maintenance functions'
  grant_project maintenance-build roles/logging.logWriter None
  grant_project maintenance-build roles/artifactregistry.writer None
  # Sources are copied into a bucket of Cloud Functions' own. Without the condition the build could read user data.
  grant_project maintenance-build roles/storage.objectViewer \
    'title=function-sources,expression=resource.name.startsWith("projects/_/buckets/gcf-v2-sources-")'
}
