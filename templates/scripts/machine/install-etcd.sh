#!/bin/bash
# Usage: install-etcd
#
# Fetches etcd and etcdctl unless they already came from ETCD_ARCHIVE, and makes the user that etcd runs as. With
# ETCD_DIGEST, no other archive is taken.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
origin=/opt/bin/etcd.origin
digest=${ETCD_DIGEST-}
came="$ETCD_ARCHIVE${digest:+ $digest}"

id etcd >/dev/null 2>&1 || useradd --system --no-create-home --home-dir /var/lib/etcd --shell /sbin/nologin etcd
if [[ -x /opt/bin/etcd && -x /opt/bin/etcdctl && -e $origin && $(<"$origin") == "$came" ]]; then exit 0; fi

is_right() {
  [[ -z $digest || $(digest_of "$work/archive") == "$digest" ]]
}

carried() {
  [[ -n $digest && -x /opt/bin/carried-program ]] && /opt/bin/carried-program "$digest" >"$work/archive" && is_right
}

download() {
  curl --fail --silent --show-error --location --output "$work/archive" "$ETCD_ARCHIVE"
}

work=$(mktemp -d /opt/bin/.etcd.XXXXXX)
gone_at_end "$work"
carried || retry download || fail "$ETCD_ARCHIVE cannot be had"
is_right || fail "$ETCD_ARCHIVE is refused: its SHA-256 is $(digest_of "$work/archive"), and the spec says $digest"
# The programs lie in a directory that is named after the release.
tar --extract --gzip --file="$work/archive" --directory="$work" --strip-components=1
[[ -f $work/etcd && -f $work/etcdctl ]] || fail "$ETCD_ARCHIVE holds no etcd and etcdctl"
chmod 0755 "$work/etcd" "$work/etcdctl"
rm -f "$origin"
mv -f "$work/etcd" "$work/etcdctl" /opt/bin/
if command -v restorecon >/dev/null; then restorecon /opt/bin/etcd /opt/bin/etcdctl; fi
echo "$came" >"$origin"
say "etcd of $ETCD_ARCHIVE is there"
