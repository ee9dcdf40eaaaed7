#!/bin/bash
# Usage: prepare-host
#
# Makes the machine what a kubelet starts on: the kernel's modules and settings that it wants, and no swap. Says what it could
# not do, and fails: the kubelet would do so later, without saying why.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

while IFS= read -r module; do
  if [[ -z $module || $module == '#'* ]]; then continue; fi
  modprobe -- "$module" || fail "the kernel has no module $module, which containers need"
done </etc/modules-load.d/kubernetes.conf

sysctl --quiet --load=/etc/sysctl.d/90-kubernetes.conf || fail "the kernel does not take what /etc/sysctl.d/90-kubernetes.conf says"

# What is in /etc/fstab comes back with the next boot, and so does this.
if [[ -n $(swapon --noheadings --show=NAME) ]]; then
  swapoff --all || fail "swap cannot be turned off, with which a kubelet does not start"
  say "swap is off"
fi

# networkd was started before it was told to leave alone what the container network makes.
settings=/etc/systemd/networkd.conf.d/10-kubernetes.conf
stamp=/var/lib/clusterwright/networkd
if ! [[ -e $stamp && $(<"$stamp") == "$(digest_of "$settings")" ]]; then
  systemctl try-restart systemd-networkd.service
  mkdir -p "${stamp%/*}"
  digest_of "$settings" | write_whole "$stamp" 0644
fi
