#!/bin/bash
# Usage: debian-cloud-tree.sh DIRECTORY BASE
#
# A copy of the Debian tree BASE with what an image of the CentOS family has beyond it: cloud-init and the AWS command
# line. cloud-init is installed inside: debootstrap cannot configure it.
set -euo pipefail

directory=$1
base=$2
[[ -e $directory/usr/bin/cloud-init ]] && exit 0

partial=$(mktemp -d "$directory.XXXXXX")
trap 'rm -rf "$partial"' EXIT
cp -a "$base/." "$partial/"
printf '#!/bin/sh\nexit 101\n' >"$partial/usr/sbin/policy-rc.d"
chmod 0755 "$partial/usr/sbin/policy-rc.d"
packages=(cloud-init awscli etcd-client e2fsprogs)
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
{
  chroot "$partial" apt-get update -qq
  chroot "$partial" apt-get install -y -qq --no-install-recommends "${packages[@]}"
  chroot "$partial" apt-get clean
} >"$partial.log" 2>&1 || {
  tail -n 20 "$partial.log" >&2
  exit 1
}
rm -rf "$partial.log" "$partial"/var/lib/apt/lists/* "$partial/usr/sbin/policy-rc.d"
rm -f "$partial"/etc/systemd/system/etcd2.service "$partial"/etc/systemd/system/multi-user.target.wants/etcd.service
# Only what user-data here asks for: keys, locale and networks of an image are not what is tested.
cat >"$partial/etc/cloud/cloud.cfg.d/95_test.cfg" <<'END'
datasource_list: [NoCloud, None]
network: {config: disabled}
cloud_init_modules: [write-files]
cloud_config_modules: [runcmd]
cloud_final_modules: [scripts-user, final-message]
END
mv -T "$partial" "$directory"
trap - EXIT
