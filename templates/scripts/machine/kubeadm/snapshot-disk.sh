#!/bin/bash
# Usage: snapshot-disk
#
# Takes an EBS snapshot of the control plane's disk, which holds all of the cluster that cannot be made again, and removes
# those that are more than BACKUP_KEEP, the oldest first, once the newest before this one is whole. etcd's data is as
# after a power cut, which etcd starts from.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
# Without it none is removed.
BACKUP_KEEP=
# shellcheck source=/dev/null
if [[ -e /etc/etcd-backup ]]; then source /etc/etcd-backup; fi
# shellcheck source=/dev/null
source /etc/machine-environment

ours=("Name=tag:Cluster,Values=$CLUSTER" "Name=tag:Group,Values=$ROLE" "Name=tag:Disk,Values=control-plane")

take() {
  volume=$(aws ec2 describe-volumes --filters "${ours[@]}" "Name=attachment.instance-id,Values=$INSTANCE_ID" \
    --query 'Volumes[].VolumeId' --output text) || return
  [[ $volume =~ ^vol-[0-9a-f]+$ ]] || return
  sync -f /var/lib/control-plane
  aws ec2 create-snapshot --volume-id "$volume" --description "control plane of $CLUSTER" --tag-specifications \
    "ResourceType=snapshot,Tags=[{Key=Name,Value=$CLUSTER},{Key=Cluster,Value=$CLUSTER},{Key=Group,Value=$ROLE},{Key=Disk,Value=control-plane}]" >/dev/null
}

# Oldest first.
whole() {
  aws ec2 describe-snapshots --owner-ids self --filters "${ours[@]}" Name=status,Values=completed \
    --query 'sort_by(Snapshots, &StartTime)[].SnapshotId' --output text | tr '\t' '\n' | grep '^snap-' || true
}

mountpoint -q /var/lib/control-plane || fail "this machine does not have the control plane's disk"
retry take || fail "AWS takes no snapshot"
if [[ -x /opt/bin/count-metric ]]; then /opt/bin/count-metric EtcdSnapshots || true; fi
[[ -n $BACKUP_KEEP ]] || exit 0
mapfile -t all < <(whole)
for ((index = 0; index < ${#all[@]} - BACKUP_KEEP; index++)); do
  aws ec2 delete-snapshot --snapshot-id "${all[index]}" >/dev/null || fail "${all[index]} stays"
  say "${all[index]} is gone: $BACKUP_KEEP newer ones are there"
done
