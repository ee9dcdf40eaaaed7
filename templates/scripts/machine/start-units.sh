#!/bin/bash
# Usage: start-units
#
# Starts what this machine is for, in the order of the list. Nothing of it is enabled: at every boot the steps before
# this one come first.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

systemctl daemon-reload
mapfile -t units </etc/machine-setup/units
systemctl start --no-block "${units[@]}"
say "started ${#units[@]} units"
