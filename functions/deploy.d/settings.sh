# shellcheck shell=bash disable=SC2154,SC2016 # set by functions/deploy; what single quotes hold is jq
# What functions/deploy.json and the operator's own settings give, as one JSON text in $config.

read_settings() {
  local own='{}' problems
  if [ -n "$settings" ]; then
    [ -r "$settings" ] || fail "there is no file $settings"
    own=$(jq -c 'if type == "object" then . else error("not an object") end' "$settings" 2>/dev/null) \
      || fail "$settings: expected one JSON object"
  fi
  region=${region:-$(jq -r '.region // "europe-west1"' <<<"$own")}
  problems=$(jq -r --argjson own "$own" --arg region "$region" '
    (.functions | keys) as $functions | ([.functions[].secrets // [] | .[]] | unique) as $secrets | . as $table
    | ($own | keys - ["environment", "kmsKey", "memory", "operators", "project", "region", "secrets"] | map("no setting " + .)),
      ($own.secrets // [] | map(select(IN($secrets[]) | not) | "no secret \(.): there are " + ($secrets | join(", ")))),
      ($own.operators // [] | map(select(test("^(user|group|serviceAccount):[^@\\s]+@[^@\\s]+\\.[^@\\s]+$") | not)
        | "no operator \(.): expected such as group:ops@example.org")),
      ($own.kmsKey // empty | tostring
        | if test("^projects/[^/]+/locations/\($region)/keyRings/[^/]+/cryptoKeys/[^/]+$") then empty
          else ["kmsKey: expected projects/P/locations/\($region)/keyRings/R/cryptoKeys/K"] end),
      ($own.memory // {} | to_entries | map(
        if (.key | IN($functions[]) | not) then "memory: no function " + .key
        elif (.value | tostring | test("^(512Mi|[1248]Gi)$") | not) then "memory of \(.key): expected 512Mi, 1Gi, 2Gi, 4Gi or 8Gi"
        else empty end)),
      ($own.environment // {} | to_entries | map(. as $each
        | if (.key | IN($functions[]) | not) then "environment: no function " + .key
          else .value | to_entries[]
            | if (.key | in($table.functions[$each.key].environment) | not) then "environment: \($each.key) reads no " + .key
              elif (.value | type != "string" or test("[;\n]")) then
                "\(.key) of \($each.key): expected a text in quotes, of one line and without ;"
              else empty end end))
    | .[]' "$table" 2>&1) || fail "${settings:-$table} does not fit: $problems"
  [ -z "$problems" ] || fail "$settings:" "$problems"

  project=${project:-$(jq -r '.project // ""' <<<"$own")}
  [[ $project =~ ^[a-z][a-z0-9-]{4,28}[a-z0-9]$ ]] \
    || fail "the project is '$project': expected --project with 6 to 30 lower-case letters, digits and hyphens"
  [[ $region =~ ^[a-z]+-[a-z]+[0-9]+$ ]] || fail "the region is '$region': expected such as europe-west1"
  bucket=$project-sqlite

  config=$(jq -c --argjson own "$own" --arg project "$project" --arg region "$region" --arg bucket "$bucket" '
    .filled = ($own.secrets // []) | .operators = ($own.operators // []) | .kmsKey = ($own.kmsKey // "")
    | .filled as $filled
    | .functions |= with_entries(.key as $name | .value |= (
        .environment += ($own.environment[$name] // {})
        | .memory = ($own.memory[$name] // .memory)
        | .onlyWith as $with
        | .environment |= with_entries(
            select(.value != "" and (($with[.key] // "") as $secret | $secret == "" or ($secret | IN($filled[]))))
            | .value |= (gsub("\\{project\\}"; $project) | gsub("\\{region\\}"; $region) | gsub("\\{bucket\\}"; $bucket)))
        | .allSecrets = (.secrets // [])
        | .secrets = [.allSecrets | .[] | select(IN($filled[]))]))' "$table")
}

all_names() {
  jq -r '.functions | keys | join(", ")' <<<"$config"
}

known() {
  jq -e --arg name "$1" '.functions | has($name)' <<<"$config" >/dev/null
}

# of FUNCTION FILTER: what the table has of it, one value a line.
of() {
  jq -r --arg name "$1" ".functions[\$name] | $2" <<<"$config"
}

# secret_id NAME: as Secret Manager calls it.
secret_id() {
  local id=${1,,}
  printf %s "${id//_/-}"
}

# lacks FUNCTION: why it cannot start, or nothing. A function does not start with a secret that is empty.
lacks() {
  of "$1" '(.needsOneOf // []) as $needs | (.secrets + (.environment | keys)) as $has
    | if $needs == [] or any($needs[]; IN($has[])) then empty
      else "it needs one of " + ($needs | join(", ")) + " (docs/deploying-with-gcloud.md)" end'
}
