# shellcheck shell=bash disable=SC2154,SC2016 # set by functions/deploy; what single quotes hold is jq
# How commands are shown and run, and what has to be right before the first of them.

note() {
  printf '# %s\n' "$@"
}

# show COMMAND...: as one line that a shell reads as the same words.
show() {
  local line='' word
  for word in "$@"; do
    if [[ ! $word =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]]; then word=${word@Q}; fi
    line+=" $word"
  done
  printf '%s\n' "${line:1}"
}

# run COMMAND...
run() {
  show "$@"
  if ! $dry_run; then "$@" </dev/null; fi
}

# exists DESCRIBE...: whether what it describes is there. A dry run asks nobody, and takes it that nothing is.
exists() {
  local answer
  if $dry_run; then return 1; fi
  if answer=$("$@" --format='value(name)' 2>&1 </dev/null); then return 0; fi
  case $answer in
    *NOT_FOUND* | *'not found'* | *'Not Found'* | *'does not exist'* | *'404'*) return 1 ;;
    *'Unknown service account'*) return 1 ;;
  esac
  fail "cannot tell whether this is there: $(show "$@")" "$answer"
}

refuse_a_dirty_tree() {
  local changed
  changed=$(git status --porcelain) || fail "$PWD is not a git work tree"
  if [ -z "$changed" ]; then return; fi
  if $dry_run; then
    note 'there are changes that are not committed: without --dry-run this stops here'
  else
    fail 'there are changes that are not committed; what is deployed would be in no commit:' "$changed"
  fi
}

# bad_jar MESSAGE
bad_jar() {
  if $dry_run; then note "$1: without --dry-run this stops here"; else fail "$1"; fi
}

# check_jar FUNCTION: there is one jar, it has the class, and nothing it is made of is newer.
check_jar() {
  local folder class jar found newer listed
  folder=$(of "$1" '.folder // $name')
  class=$(of "$1" .class)
  jar=functions/$folder/target/deploy/$folder.jar
  if [ ! -f "$jar" ]; then
    bad_jar "$jar is not there; run mvn package"
    return
  fi
  found=$(find "${jar%/*}" -mindepth 1 ! -name "$folder.jar" -print -quit)
  [ -z "$found" ] || bad_jar "${jar%/*} has ${found##*/} beside the jar; run mvn clean package"
  newer=$(find pom.xml functions/*/pom.xml functions/*/src/main -type f -newer "$jar" -print -quit)
  [ -z "$newer" ] || bad_jar "$jar is older than $newer; run mvn package"
  # Not through a pipe: jar would be stopped in the middle, which looks like a fault of its own.
  listed=$(jar --list --file "$jar" 2>&1) || listed=
  [[ $'\n'$listed$'\n' == *$'\n'"com/maayegue/maintenance/${class//.//}.class"$'\n'* ]] \
    || bad_jar "$jar has no class com.maayegue.maintenance.$class; run mvn clean package"
}
