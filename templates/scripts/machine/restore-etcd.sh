#!/bin/bash
# Usage: restore-etcd
#
# Where etcd has no data yet, puts the newest snapshot that is whole in place: digest as its name says, and etcd starts
# from it. A broken one is passed over for the next older. Data that is there is never touched. An empty cluster is
# founded only where there is no snapshot at all; a bucket that does not answer is no such case.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
# shellcheck source=/dev/null
source /opt/lib/etcd-copies.sh
# shellcheck source=/dev/null
source /etc/machine-environment

if [[ -e $ETCD_DATA/member ]]; then
  say "there is data already"
  exit 0
fi

# Other machines of the control plane in one of these states; sets `others`.
look_around() {
  others=$(aws ec2 describe-instances \
    --filters "Name=tag:Name,Values=$MASTER_TAG" "Name=tag:Cluster,Values=$CLUSTER" "Name=instance-state-name,Values=$1" \
    --query "Reservations[].Instances[?InstanceId!='$INSTANCE_ID'].InstanceId" --output text)
}

# Sets `found`.
look() {
  found=$(snapshots)
}

# Which etcd this becomes is said in the bucket before it starts: not even one that dies before its first copy has its
# number taken by the next.
number() {
  local all highest=0 each key number _
  # A try before this one has said it.
  if [[ -e $ETCD_GENERATION && $(<"$ETCD_GENERATION") == *" $INSTANCE_ID" ]]; then return; fi
  all=$(copies) || return
  while read -r _ key; do
    number=$(generation_in "$key")
    if ((number > highest)); then highest=$number; fi
  done <<<"$all"
  printf -v number %06d $((highest + 1))
  aws s3 cp --only-show-errors - "s3://$BUCKET/$BACKUP_PREFIX/generation-$number" <<<"$INSTANCE_ID" || return
  while read -r _ key; do
    each=${key##*/}
    if [[ $each =~ ^generation-[0-9]{6}$ ]]; then aws s3 rm --only-show-errors "s3://$BUCKET/$key" || true; fi
  done <<<"$all"
  mkdir -p "${ETCD_GENERATION%/*}"
  write_whole "$ETCD_GENERATION" 0644 <<<"$number $INSTANCE_ID"
  say "this is the etcd number $number"
}

download() {
  aws s3 cp --only-show-errors "s3://$BUCKET/$1" - >"$ETCD_WORK/archive"
}

# Whether a snapshot is whole; its data lies in $ETCD_WORK/copy then.
unpack() {
  local digest needed free
  digest=$(digest_of "$ETCD_WORK/archive")
  if [[ $digest != "$(digest_in "$1")" ]]; then
    say "$1: its SHA-256 is $digest"
    return 1
  fi
  # What is whole and does not fit is no reason to take an older one.
  needed=$((10 * $(stat --format=%s "$ETCD_WORK/archive") + 300 * 1024 * 1024))
  free=$(df --output=avail --block-size=1 "$ETCD_WORK" | tail -n 1)
  ((free > needed)) || fail "$1 is whole, and the disk has no room for it: $free bytes of $needed"
  rm -rf "$ETCD_WORK/copy"
  mkdir -p "$ETCD_WORK/copy"
  tar --extract --gzip --file="$ETCD_WORK/archive" --directory="$ETCD_WORK/copy" || fail "$1 is whole, and cannot be unpacked"
  revive "$ETCD_WORK/copy/data" "$(<"$ETCD_WORK/copy/mark")"
}

# Until then the other one may write a last snapshot; and two etcds must never go two ways. In a zone that is lost a
# machine may be shutting down for hours: five minutes are more than systemd gives it.
for ((second = 0; second < 300; second += 10)); do
  retry look_around pending,running,stopping,shutting-down || fail "the AWS API does not say which machines there are"
  [[ $others == i-* ]] || break
  say "waiting for $others to go"
  sleep 10
done
retry look_around pending,running || fail "the AWS API does not say which machines there are"
[[ $others != i-* ]] || fail "$others is still there: there would be two control planes"

retry look || fail "the bucket does not say which snapshots there are"
retry number || fail "the bucket does not take the number of this etcd"
if [[ -z $found ]]; then
  say "there is no snapshot: a new cluster is founded"
  exit 0
fi
rm -rf "$ETCD_WORK"
mkdir -p "$ETCD_WORK"
gone_at_end "$ETCD_WORK"
while read -r key <&3; do
  retry download "$key" || fail "$key cannot be had"
  if unpack "$key"; then
    mkdir -p "$ETCD_DATA"
    # Fails where there is something: nothing is ever written over.
    rmdir "$ETCD_DATA" || fail "$ETCD_DATA holds something that is no data of etcd"
    mv -T "$ETCD_WORK/copy/data" "$ETCD_DATA"
    say "restored $key"
    exit 0
  fi
  say "$key is broken, the next older one is tried"
done 3<<<"$found"
fail "none of the snapshots below s3://$BUCKET/$BACKUP_PREFIX/ is whole; an empty cluster is not founded beside them"
