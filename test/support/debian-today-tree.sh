#!/bin/bash
# Usage: debian-today-tree.sh DIRECTORY
#
# A Debian of today, as Ubuntu and Flatcar of today are: with a containerd, a systemd and a curl of the years of current
# Kubernetes, cloud-init, and the programs that containers' networks are made with. From the mirror that apt is set up with.
set -euo pipefail

directory=$1
[[ -x $directory/usr/bin/containerd && -x $directory/usr/sbin/sshd && -x $directory/usr/bin/cloud-init && -x $directory/usr/bin/etcd && -x $directory/usr/sbin/mkfs.ext4 ]] && exit 0
rm -rf "$directory"

# shellcheck disable=SC2016 # the format is apt's own
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
partial=$(mktemp -d "$directory.XXXXXX")
trap 'rm -rf "$partial"' EXIT
packages=dbus,ca-certificates,curl,iproute2,iptables,iputils-ping,jq,openssh-server,python3,systemd-sysv,procps,kmod
# The release that becomes the next stable one; debootstrap of an older Debian does not know its name.
debootstrap --variant=minbase --include="$packages" forky "$partial" "$mirror" /usr/share/debootstrap/scripts/sid >"$partial.log" 2>&1 || {
  tail -n 20 "$partial.log" >&2
  exit 1
}
printf '#!/bin/sh\nexit 101\n' >"$partial/usr/sbin/policy-rc.d"
chmod 0755 "$partial/usr/sbin/policy-rc.d"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
{
  chroot "$partial" apt-get update -qq
  chroot "$partial" apt-get install -y -qq --no-install-recommends cloud-init containerd e2fsprogs containernetworking-plugins etcd-client etcd-server openssl runc
  chroot "$partial" apt-get clean
} >>"$partial.log" 2>&1 || {
  tail -n 20 "$partial.log" >&2
  exit 1
}
rm -rf "$partial.log" "$partial"/var/lib/apt/lists/* "$partial/usr/sbin/policy-rc.d"
# Who wants one of these says so.
rm -f "$partial"/etc/systemd/system/{multi-user.target.wants/{containerd,etcd,ssh}.service,etcd2.service,sockets.target.wants/ssh.socket,sshd.service}
cat >"$partial/etc/cloud/cloud.cfg.d/95_test.cfg" <<'END'
datasource_list: [NoCloud, None]
network: {config: disabled}
cloud_init_modules: [write_files]
cloud_config_modules: [runcmd]
cloud_final_modules: [scripts_user, final_message]
END
mv -T "$partial" "$directory"
trap - EXIT
