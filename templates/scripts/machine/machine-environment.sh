#!/bin/bash
# Usage: machine-environment
#
# Asks instance metadata and the AWS API what only this machine knows, and writes it to /etc/machine-environment, for
# units and people. The file is made anew at every boot.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

# The address of a machine of the control plane whose API answers. It has written the name of the control plane before
# that: a resolver that is asked for the name earlier says for a quarter of an hour that there is none, as the zone's SOA
# record allows. As text, the answer comes page by page, each with a query of its own: so an address a line, and no index.
master() {
  local found each
  found=$(aws ec2 describe-instances \
    --filters "Name=tag:Name,Values=$MASTER_TAG" "Name=tag:Cluster,Values=$CLUSTER" Name=instance-state-name,Values=running \
    --query 'Reservations[].Instances[].[PrivateIpAddress]' --output text) || return
  for each in $found; do
    [[ $each =~ ^[0-9.]+$ ]] || continue
    if curl --silent --fail --noproxy '*' --max-time 5 --output /dev/null "http://$each:${API_URL##*:}/healthz"; then
      master_ip=$each
      return
    fi
    say "the API of $each does not answer"
  done
  [[ $found =~ [0-9] ]] || say "no machine called $MASTER_TAG is running"
  return 1
}

ask() {
  private_ip=$(metadata local-ipv4) && instance_id=$(metadata instance-id) && zone=$(metadata placement/availability-zone)
}

retry ask || fail "instance metadata does not answer"
if [[ $ROLE == control-plane ]]; then
  master_ip=$private_ip
else
  retry master || fail "there is no control plane to join yet"
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
