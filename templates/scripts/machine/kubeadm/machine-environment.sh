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

# The range of this machine's containers, where routes lead to it: of a large range the part that the last two numbers of its
# address say, of a smaller one the last alone.
containers() {
  local first second third fourth
  IFS=. read -r first second _ <<<"$CONTAINERS_OF_ALL"
  IFS=. read -r _ _ third fourth <<<"$address"
  if ((${CONTAINERS_OF_ALL#*/} > 8)); then
    echo "$first.$second.$fourth.0/24"
  else
    echo "$first.$third.$fourth.0/24"
  fi
}

retry ask || fail "instance metadata does not answer"
{
  echo "HOST_NAME=$instance"
  echo "PRIVATE_IP=$address"
  echo "AVAIL_ZONE=$zone"
  echo "INSTANCE_ID=$instance"
  echo "PROVIDER_ID=aws:///$zone/$instance"
  if [[ -n ${CONTAINERS_OF_ALL-} ]]; then echo "POD_CIDR=$(containers)"; fi
} | write_whole /etc/machine-environment 0644
say "$instance has $address in $zone"
