#!/bin/bash
# Usage: fetch-first TABLE
#
# Fetches the first few files of this machine from the cluster's bucket: those by which it fetches the others. A line of TABLE
# is SHA-256, mode, place and path, separated by tabs; the object of a place has the first 16 digits of its digest behind
# an @. Each request is signed by curl (8.0 or later) with what instance metadata lends the machine's role, which is on no
# command line. What has another digest is refused.
set -euo pipefail
export LC_ALL=C
umask 022
set -a
# shellcheck source=/dev/null
source /etc/cluster-environment
# shellcheck source=/dev/null
if [[ -e /etc/proxy-environment ]]; then source /etc/proxy-environment; fi
set +a

# Instance metadata, by a path below latest/meta-data, with a session token.
metadata() {
  local url=http://169.254.169.254 session
  local -a get=(curl --silent --show-error --fail --noproxy '*' --max-time 10)
  session=$("${get[@]}" --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$url/latest/api/token") || return
  "${get[@]}" --header "X-aws-ec2-metadata-token: $session" "$url/latest/meta-data/$1"
}

# A text of a JSON object that needs no decoding.
text_of() {
  sed -n "s|.*\"$1\" *: *\"\\([^\"]*\\)\".*|\\1|p" <<<"$lent"
}

role=$(metadata iam/security-credentials/)
lent=$(metadata "iam/security-credentials/${role%%$'\n'*}")
domain=$(metadata services/domain 2>/dev/null) || domain=amazonaws.com
base=${AWS_ENDPOINT_URL:-https://s3.$AWS_DEFAULT_REGION.$domain}
file=$(mktemp /var/tmp/fetch-first.XXXXXX)
trap 'rm -f "$file" ${new:+"$new"}' EXIT

while IFS=$'\t' read -r digest mode place path; do
  if [[ -f $path && $(sha256sum <"$path") == "$digest "* ]]; then continue; fi
  curl --config <(printf 'user = "%s:%s"\nheader = "x-amz-security-token: %s"\n' "$(text_of AccessKeyId)" "$(text_of SecretAccessKey)" "$(text_of Token)") \
    --silent --show-error --fail --retry 5 --retry-connrefused --max-time 60 --aws-sigv4 "aws:amz:$AWS_DEFAULT_REGION:s3" \
    --output "$file" "$base/$BUCKET/$place%40${digest:0:16}"
  if [[ $(sha256sum <"$file") != "$digest "* ]]; then
    echo "fetch-first: $place is refused: its SHA-256 is not $digest, which this machine was made for" >&2
    exit 1
  fi
  mkdir -p "${path%/*}"
  new=$(mktemp "$path.XXXXXX")
  cat "$file" >"$new"
  chmod "$mode" "$new"
  mv -f "$new" "$path"
  new=
  echo "fetch-first: $path is there"
done <"$1"
