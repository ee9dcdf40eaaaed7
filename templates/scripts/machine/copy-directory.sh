#!/bin/bash
# Usage: copy-directory DIRECTORY PREFIX KEEP
#
# Copies what lies in DIRECTORY to PREFIX/<instance id>/ of the cluster's bucket, where there is anything, and takes
# away the oldest copies of this machine that are more than KEEP. What changes while it is read may be half of it there.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
# shellcheck source=/dev/null
source /etc/machine-environment
directory=$1 prefix=$2/$INSTANCE_ID keep=$3

[[ -d $directory && -n $(ls -A "$directory") ]] || exit 0
work=$(mktemp -d)
gone_at_end "$work"

# tar ends with 1 where a file changed while it was read.
pack() {
  local code=0
  tar --create --gzip --file="$work/archive" --directory="$directory" . 2>/dev/null || code=$?
  ((code <= 1))
}

upload() {
  aws s3 cp --only-show-errors - "s3://$BUCKET/$key" <"$work/archive"
}

retry pack || fail "$directory cannot be read"
key=$prefix/$(date --utc +%Y-%m-%dT%H-%M-%SZ).tar.gz
retry upload || fail "$key does not arrive"
say "$key is there"
all=$(aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$prefix/" --query 'Contents[].[Key]' --output text) ||
  fail "the bucket does not say which copies there are; none is removed"
mapfile -t old < <(sort --reverse <<<"$all" | tail -n "+$((keep + 1))")
for each in ${old[@]+"${old[@]}"}; do
  if [[ $each == "$prefix"/* ]]; then aws s3 rm --only-show-errors "s3://$BUCKET/$each" && say "$each is gone"; fi
done
