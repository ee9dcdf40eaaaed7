#!/bin/bash
# Usage: standing-files
#
# Takes over what may change while this machine runs: the list in the bucket names the files, by digest. Where it is
# another one than before, they are fetched, what it no longer names goes, and what they are about is started again. Part
# of the boot, and on a timer.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
list=/etc/machine-setup/standing
outputs=/etc/terraform-outputs
new=/var/lib/machine-setup/standing

look() {
  rm -rf "$new" || return
  mkdir -p "$new" || return
  aws s3 cp --recursive --only-show-errors "s3://$BUCKET/$ROLE/" "$new/" --exclude '*' --include standing --include terraform-outputs
}

is_new() {
  [[ -e $new/$1 ]] && ! cmp -s "$new/$1" "$2"
}

# One at a time: the timer's may come while the boot's is under way.
exec 9>/run/standing-files.lock
flock 9
gone_at_end "$new"
retry look || fail "the bucket does not say what has changed"
[[ -e $new/standing ]] || fail "there is no s3://$BUCKET/$ROLE/standing"
if ! is_new standing "$list" && ! is_new terraform-outputs "$outputs"; then exit 0; fi

/opt/bin/fetch-files "$new/standing"
if is_new terraform-outputs "$outputs"; then
  # What was made with the old values bears the digest of the same manifest.
  if [[ -e $outputs ]]; then : >/run/renew-addons; fi
  write_whole "$outputs" 0644 <"$new/terraform-outputs"
fi
if [[ -e $list ]]; then
  comm -23 <(cut -f 4 "$list" | sort) <(cut -f 4 "$new/standing" | sort) | while read -r path; do
    rm -f "$path"
    say "$path is gone"
  done
fi
# Last: until then everything is looked through again.
write_whole "$list" 0644 <"$new/standing"

# In the boot nothing of this runs yet.
systemctl daemon-reload
while IFS=$'\t' read -r _ _ _ path; do
  case $path in
    /etc/systemd/system/*) systemctl try-restart --no-block "${path##*/}" ;;
  esac
done <"$list"
if systemctl cat kube-addons.service >/dev/null 2>&1; then systemctl try-restart --no-block kube-addons.service; fi
say "taken over: $(wc -l <"$list") files"
