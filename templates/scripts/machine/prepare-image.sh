#!/bin/bash
# Usage: prepare-image
#
# Takes away what images of the CentOS family bring and pods do not get along with: a firewall of the machine's own, and
# a service that moves addresses about. Lets packets be forwarded.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

for unit in firewalld.service nm-cloud-setup.service nm-cloud-setup.timer; do
  if systemctl cat "$unit" >/dev/null 2>&1; then
    systemctl stop "$unit"
    systemctl mask "$unit"
    say "$unit is off"
  fi
done
echo 'net.ipv4.ip_forward = 1' >/etc/sysctl.d/90-kubernetes.conf
sysctl --quiet --load=/etc/sysctl.d/90-kubernetes.conf
