#!/bin/bash
# Usage: debian-tree.sh DIRECTORY
#
# A Debian of this machine's release that boots in a container, from the mirror that apt is set up with.
set -euo pipefail

directory=$1
[[ -x $directory/usr/sbin/sshd && -x $directory/usr/bin/ping ]] && exit 0
rm -rf "$directory"

# shellcheck disable=SC2016 # the format is apt's own
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
partial=$(mktemp -d "$directory.XXXXXX")
trap 'rm -rf "$partial"' EXIT
packages=dbus,ca-certificates,curl,etcd-server,iproute2,iputils-ping,jq,openssh-server,python3,systemd-sysv
debootstrap --variant=minbase --include="$packages" "$codename" "$partial" "$mirror" >"$partial.log" 2>&1 || {
  tail -n 20 "$partial.log" >&2
  exit 1
}
# Who wants sshd says so: most machines here have nobody who logs in.
rm -f "$partial.log" "$partial"/etc/systemd/system/{multi-user.target.wants/{etcd,ssh}.service,sockets.target.wants/ssh.socket,sshd.service}
rm -rf "$partial/var/lib/etcd"
mv -T "$partial" "$directory"
trap - EXIT
