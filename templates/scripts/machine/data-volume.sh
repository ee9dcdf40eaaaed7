#!/bin/bash
# Usage: data-volume
#
# Mounts this machine's data disk, and from it the directories that DATA_DIRECTORIES names. A disk that holds nothing is
# given a file system; one that holds something else than ours is left alone, and that is an error.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

label=cluster-data
place=/var/lib/cluster-data

# EC2 has it at /dev/xvdf; on Nitro it is the EBS disk without partitions.
find_disk() {
  local disk
  if [[ -b /dev/xvdf ]]; then
    echo /dev/xvdf
    return
  fi
  for disk in /sys/block/nvme*; do
    [[ -e $disk/device/model && $(<"$disk/device/model") == 'Amazon Elastic Block Store'* ]] || continue
    if ! compgen -G "$disk/${disk##*/}p*" >/dev/null; then
      echo "/dev/${disk##*/}"
      return
    fi
  done
  return 1
}

mount_disk() {
  local disk found
  disk=$(retry find_disk) || fail "there is no data disk: neither /dev/xvdf nor a second EBS disk"
  found=$(blkid -p -s LABEL -o value "$disk" || true)
  if [[ $found != "$label" ]]; then
    [[ -z $(blkid -p "$disk" || true) ]] || fail "$disk holds something else: $(blkid -p "$disk")"
    mkfs.ext4 -q -L "$label" "$disk"
    say "$disk was empty and has a file system now"
  fi
  mkdir -p "$place"
  mount "$disk" "$place"
}

mountpoint -q "$place" || mount_disk
for directory in $DATA_DIRECTORIES; do
  mountpoint -q "/var/lib/$directory" && continue
  # What the image has started there already must let go of it.
  if [[ $directory == docker ]]; then systemctl stop docker.service docker.socket 2>/dev/null || true; fi
  mkdir -p "$place/$directory" "/var/lib/$directory"
  mount --bind "$place/$directory" "/var/lib/$directory"
  if command -v restorecon >/dev/null; then restorecon "/var/lib/$directory"; fi
  say "/var/lib/$directory is on the data disk"
done
