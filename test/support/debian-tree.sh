#!/bin/bash
# Usage: debian-tree.sh DIRECTORY
#
# A Debian of this machine's release that boots in a container, from the mirror that apt is set up with.
set -euo pipefail

directory=$1
[[ -e $directory/etc/debian_version ]] && exit 0

# shellcheck disable=SC2016 # the format is apt's own
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
partial=$(mktemp -d "$directory.XXXXXX")
trap 'rm -rf "$partial"' EXIT
packages=dbus,ca-certificates,curl,etcd-server,iproute2,jq,systemd-sysv
debootstrap --variant=minbase --include="$packages" "$codename" "$partial" "$mirror" >"$partial.log" 2>&1 || {
  tail -n 20 "$partial.log" >&2
  exit 1
}
rm -f "$partial.log" "$partial"/etc/systemd/system/multi-user.target.wants/etcd.service
rm -rf "$partial/var/lib/etcd"
mv -T "$partial" "$directory"
trap - EXIT
