#!/bin/bash
# Usage: snapshot-etcd
#
# Copies etcd's data to the bucket, after etcd has started from the very archive that goes there. The name has the
# generation, the time and the archive's SHA-256. Then the oldest go that are more than BACKUP_KEEP.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
# shellcheck source=/dev/null
source /opt/lib/etcd-copies.sh
# Without it none is removed.
BACKUP_KEEP=
# shellcheck source=/dev/null
if [[ -e /etc/etcd-backup ]]; then source /etc/etcd-backup; fi

# One at a time: the last one, at shutdown, may come while the timer's is under way.
exec 9>/run/snapshot-etcd.lock
flock 9

pack() {
  local stamp
  rm -rf "$ETCD_WORK" || return
  mkdir -p "$ETCD_WORK/all" "$ETCD_WORK/check" || return
  stamp=$(date --utc +%FT%TZ)-$RANDOM$RANDOM
  curl --silent --show-error --fail --noproxy '*' --max-time 10 --output /dev/null --request PUT --data "value=$stamp" \
    "http://127.0.0.1:2379/v2/keys/$MARK" || return
  echo "$stamp" >"$ETCD_WORK/all/mark" || return
  # Clients since 3.0 speak another API unless told.
  ETCDCTL_API=2 "$ETCD_CLIENT" backup --data-dir "$ETCD_DATA" --backup-dir "$ETCD_WORK/all/data" || return
  tar --create --gzip --file="$ETCD_WORK/archive" --directory="$ETCD_WORK/all" mark data || return
  tar --extract --gzip --file="$ETCD_WORK/archive" --directory="$ETCD_WORK/check" || return
  revive "$ETCD_WORK/check/data" "$stamp"
}

upload() {
  aws s3 cp --only-show-errors - "s3://$BUCKET/$key" <"$ETCD_WORK/archive"
}

[[ -e $ETCD_DATA/member ]] || fail "etcd has no data in $ETCD_DATA"
gone_at_end "$ETCD_WORK"
retry pack || fail "no copy of etcd's data that etcd would start from"
generation=0
if [[ -e $ETCD_GENERATION ]]; then read -r generation _ <"$ETCD_GENERATION"; fi
key=$BACKUP_PREFIX/$(printf %06d "$((10#$generation))")-$(date --utc +%Y-%m-%dT%H-%M-%SZ)-$(digest_of "$ETCD_WORK/archive").tar.gz
retry upload || fail "$key does not arrive"
say "$key is there"
if [[ -x /opt/bin/count-metric ]]; then /opt/bin/count-metric EtcdSnapshots || say "CloudWatch does not hear of it"; fi

[[ -n $BACKUP_KEEP ]] || exit 0
# Sets `all`.
look() {
  all=$(snapshots)
}

remove() {
  aws s3 rm --only-show-errors "s3://$BUCKET/$1"
}

retry look || fail "the bucket does not say which snapshots there are; none is removed"
mapfile -t old < <(tail -n "+$((BACKUP_KEEP + 1))" <<<"$all")
for each in ${old[@]+"${old[@]}"}; do
  [[ -n $each ]] || continue
  retry remove "$each" || fail "$each cannot be removed"
  say "$each is gone"
done
