#!/bin/bash
# Usage: dns-record set|remove|sweep
#
# Gives this machine its name in the private zone, or takes it away; or takes away the names of the cluster's machines
# that AWS has ended, which could not do so themselves. Machines of the control plane share one name, which
# leads to all that run; it is never taken away, since the next one needs it.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
# shellcheck source=/dev/null
source /etc/machine-environment

# Every address that the name leads to, a line each.
addresses() {
  if [[ $ROLE == control-plane ]]; then
    {
      echo "$PRIVATE_IP"
      aws ec2 describe-instances \
        --filters "Name=tag:Name,Values=$MASTER_TAG" "Name=tag:Cluster,Values=$CLUSTER" Name=instance-state-name,Values=running \
        --query 'Reservations[].Instances[].[PrivateIpAddress]' --output text
    } | grep -E '^[0-9.]+$' | sort -u
  else
    echo "$PRIVATE_IP"
  fi
}

own=$INSTANCE_ID.$RECORD
if [[ $ROLE == control-plane ]]; then own=$RECORD; fi

change() {
  local values
  values=$(addresses | sed 's/.*/{"Value":"&"}/' | paste -s -d , -) || return
  aws route53 change-resource-record-sets --hosted-zone-id "$ZONE_ID" --change-batch \
    "{\"Changes\":[{\"Action\":\"$1\",\"ResourceRecordSet\":{\"Name\":\"$own\",\"Type\":\"A\",\"TTL\":30,\"ResourceRecords\":[$values]}}]}" \
    >/dev/null || return
  say "$1 $own: $values"
}

# Ended machines are seen for about an hour. Nothing else tells whose name it is where others use the zone, too.
sweep() {
  local ended name address all
  ended=$(aws ec2 describe-instances \
    --filters "Name=tag:Cluster,Values=$CLUSTER" Name=instance-state-name,Values=terminated \
    --query 'Reservations[].Instances[].[InstanceId]' --output text) || return
  [[ $ended == *i-* ]] || return 0
  all=$(aws route53 list-resource-record-sets --hosted-zone-id "$ZONE_ID" --output text \
    --query "ResourceRecordSets[?Type=='A' && starts_with(Name, 'i-')].[Name, ResourceRecords[0].Value]") || return
  while read -r name address; do
    if [[ $name != i-* ]] || ! grep -qx "${name%%.*}" <<<"$ended"; then continue; fi
    aws route53 change-resource-record-sets --hosted-zone-id "$ZONE_ID" --change-batch \
      "{\"Changes\":[{\"Action\":\"DELETE\",\"ResourceRecordSet\":{\"Name\":\"$name\",\"Type\":\"A\",\"TTL\":30,\"ResourceRecords\":[{\"Value\":\"$address\"}]}}]}" \
      >/dev/null || return
    say "$name is gone, as its machine is"
  done <<<"$all"
}

case ${1-} in
  set) retry change UPSERT || fail "no record $own" ;;
  remove) [[ $ROLE == control-plane ]] || change DELETE || fail "$own stays behind" ;;
  sweep) retry sweep || fail "names of machines that are gone stay behind" ;;
  *) fail "usage: dns-record set|remove|sweep" ;;
esac
