#!/bin/bash
# Usage: elastic-ip
#
# Sees to it that this machine has one of its group's Elastic IPs, which their tags tell. AWS is told to give an address
# only if nobody has it, and is asked afterwards whose it is: of two machines that start at once, each ends up with one of
# its own. Part of the boot, and on a timer: an address may be taken away, or be free only when another machine has gone.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

# Allocation ids that a filter picks, separated by blanks.
pick() {
  aws ec2 describe-addresses --filters "Name=tag:Cluster,Values=$CLUSTER" "Name=tag:Group,Values=$ROLE" \
    --query "Addresses[?$1].AllocationId" --output text
}

take() {
  local instance mine each
  local -a free
  instance=$(metadata instance-id) || return
  mine=$(pick "InstanceId=='$instance'") || return
  if [[ $mine == eipalloc-* ]]; then return; fi
  each=$(pick '!AssociationId') || return
  read -r -a free <<<"$each"
  for each in ${free[@]+"${free[@]}"}; do
    aws ec2 associate-address --allocation-id "$each" --instance-id "$instance" --no-allow-reassociation >/dev/null || continue
    mine=$(pick "InstanceId=='$instance'") || return
    if [[ $mine == eipalloc-* ]]; then
      say "$instance takes $mine"
      return
    fi
  done
  say "no address is free: the public one that the machine came with has to do until one is"
}

retry take || fail "no Elastic IP of $CLUSTER and $ROLE is to be had"
