#!/bin/bash
# Usage: control-plane-disk
#
# Brings the disk that outlives every machine of the control plane to this one: attaches it once no other machine has it, and puts
# etcd's data, the certificates and the keys on it. A disk that holds nothing is given a file system; one that holds
# something else than ours is left alone, and that is an error. What an earlier machine has left there that was its alone,
# certificates for its name and address, goes.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
# shellcheck source=/dev/null
source /etc/machine-environment

label=control-plane
place=/var/lib/control-plane
ours=("Name=tag:Cluster,Values=$CLUSTER" "Name=tag:Group,Values=$ROLE" "Name=tag:Disk,Values=$label")

# The cluster's disk, which a further filter picks; nothing where none is so.
find_volume() {
  local found
  found=$(aws ec2 describe-volumes --filters "${ours[@]}" "$@" --query 'Volumes[].VolumeId' --output text) || return
  read -r -a volumes <<<"${found//$'\n'/ }"
  [[ ${volumes[0]-} != None ]] || volumes=()
  if ((${#volumes[@]} > 1)); then
    fail "which of ${volumes[*]} is the control plane's disk? Take the tag Disk from the others"
  fi
  volume=${volumes[0]-}
}

# Whether this machine has the disk, or has asked for it now.
attach() {
  find_volume "Name=attachment.instance-id,Values=$INSTANCE_ID" || return
  if [[ -n $volume ]]; then return; fi
  find_volume Name=status,Values=available || return
  if [[ -z $volume ]]; then
    say "the control plane's disk is not free: another machine has it still, or it is not there"
    return 1
  fi
  aws ec2 attach-volume --volume-id "$volume" --instance-id "$INSTANCE_ID" --device /dev/xvdf >/dev/null || return
  say "$volume is attached"
}

# On Nitro the disk's serial number is its id without the hyphen.
find_disk() {
  local each
  for each in /sys/block/nvme*; do
    if [[ -e $each/device/serial && $(tr -d ' ' <"$each/device/serial") == "${volume/-/}" ]]; then
      echo "/dev/${each##*/}"
      return
    fi
  done
  [[ -b /dev/xvdf ]] && echo /dev/xvdf
}

mount_disk() {
  local disk found
  disk=$(retry find_disk) || fail "$volume is attached, and this machine does not see it"
  found=$(blkid -p -s LABEL -o value "$disk" || true)
  if [[ $found != "$label" ]]; then
    [[ -z $(blkid -p "$disk" || true) ]] || fail "$disk holds something else: $(blkid -p "$disk")"
    mkfs.ext4 -q -L "$label" "$disk"
    say "$volume was empty and has a file system now"
  fi
  mkdir -p "$place"
  mount "$disk" "$place"
  # A larger disk has more room when this has run.
  resize2fs "$disk" >/dev/null 2>&1 || say "the file system of $disk does not grow"
}

# What kubeadm makes for one machine, from authorities that stay.
LEAVES=(apiserver apiserver-kubelet-client apiserver-etcd-client front-proxy-client etcd/server etcd/peer etcd/healthcheck-client)

if ! mountpoint -q "$place"; then
  retry attach || fail "there is no disk of the control plane to be had yet"
  mount_disk
fi
mkdir -p "$place/etcd" "$place/pki" /var/lib/etcd /etc/kubernetes/pki
chmod 0700 "$place/etcd"
if [[ -e $place/machine && $(<"$place/machine") != "$INSTANCE_ID" ]]; then
  for each in "${LEAVES[@]}"; do rm -f "$place/pki/$each.crt" "$place/pki/$each.key"; done
  say "certificates of $(<"$place/machine") are gone, this machine makes its own"
fi
echo "$INSTANCE_ID" | write_whole "$place/machine" 0644
mountpoint -q /var/lib/etcd || mount --bind "$place/etcd" /var/lib/etcd
mountpoint -q /etc/kubernetes/pki || mount --bind "$place/pki" /etc/kubernetes/pki
say "etcd's data, certificates and keys are on the control plane's disk"
