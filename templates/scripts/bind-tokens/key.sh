# The text under a key of the JSON object that comes in.
under_key() {
  command -v jq >/dev/null || fail "jq is needed to read the key $1"
  jq --join-output --exit-status --arg key "$1" \
    '.[$key] | if type == "string" or type == "number" then . else error end' 2>/dev/null || fail "it has no key $1 with a text"
}
