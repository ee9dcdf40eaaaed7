#!/bin/bash
# Usage: machine-environment
#
# Asks instance metadata and the AWS API what only this machine knows, and writes it to /etc/machine-environment, for
# units and people. The file is made anew at every boot.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

# The address of a running machine of the control plane.
master() {
  local found
  found=$(aws ec2 describe-instances \
    --filters "Name=tag:Name,Values=$MASTER_TAG" "Name=tag:Cluster,Values=$CLUSTER" Name=instance-state-name,Values=running \
    --query 'Reservations[].Instances[].PrivateIpAddress | [0]' --output text) || return
  if [[ ! $found =~ ^[0-9.]+$ ]]; then
    say "no machine called $MASTER_TAG is running"
    return 1
  fi
  master_ip=$found
}

ask() {
  private_ip=$(metadata local-ipv4) && instance_id=$(metadata instance-id) && zone=$(metadata placement/availability-zone)
}

retry ask || fail "instance metadata does not answer"
if [[ $ROLE == control-plane ]]; then
  master_ip=$private_ip
else
  retry master || fail "there is no control plane to join"
fi

write_whole /etc/machine-environment 0644 <<END
MASTER_IP=$master_ip
PRIVATE_IP=$private_ip
API_ENDPOINT=https://$master_ip
ENVIRONMENT=$ENVIRONMENT
LISTEN_PEER_URLS=http://localhost:2380
LISTEN_CLIENT_URLS=http://0.0.0.0:2379
ADVERTISE_CLIENT_URLS=http://$private_ip:2379
AVAIL_ZONE=$zone
KUBERNETES_VERSION=$KUBERNETES_VERSION
KUBERNETES_RELEASE=$KUBERNETES_RELEASE
INSTANCE_ID=$instance_id
ZONE_ID=$ZONE_ID
END
say "$instance_id has $private_ip in $zone; the control plane has $master_ip"
