#!/bin/bash
# Usage: machine-environment
#
# Asks instance metadata what only this machine knows, and writes it to /etc/machine-environment, for units and people. The
# file is made anew at every boot.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

ask() {
  address=$(metadata local-ipv4) && instance=$(metadata instance-id) && zone=$(metadata placement/availability-zone)
}

retry ask || fail "instance metadata does not answer"
write_whole /etc/machine-environment 0644 <<END
HOST_NAME=$instance
PRIVATE_IP=$address
AVAIL_ZONE=$zone
INSTANCE_ID=$instance
PROVIDER_ID=aws:///$zone/$instance
END
say "$instance has $address in $zone"
