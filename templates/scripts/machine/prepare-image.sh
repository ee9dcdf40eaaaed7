#!/bin/bash
# Usage: prepare-image
#
# Takes away what images of the CentOS family bring and pods do not get along with: a firewall of the machine's own, and
# a service that moves addresses about. Lets packets be forwarded, and sees that docker can keep its layers in overlay:
# without a driver named, docker of the family takes devicemapper on a file, which is slow and loses data when it is full.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

for unit in firewalld.service nm-cloud-setup.service nm-cloud-setup.timer; do
  if systemctl cat "$unit" >/dev/null 2>&1; then
    systemctl stop "$unit"
    systemctl mask "$unit"
    say "$unit is off"
  fi
done
if ! grep -qw overlay /proc/filesystems; then
  modprobe overlay || fail "the kernel has no overlay: take an image of CentOS 7.2 (kernel 3.10.0-327) or younger"
fi
echo 'net.ipv4.ip_forward = 1' >/etc/sysctl.d/90-kubernetes.conf
sysctl --quiet --load=/etc/sysctl.d/90-kubernetes.conf
