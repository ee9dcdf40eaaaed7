#!/bin/bash
# Usage: service-account-key PATH USER
#
# Makes an RSA key that only a user can read, where there is none; one that is there stays as it is.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
path=$1
user=$2

if [[ ! -s $path ]]; then
  umask 077
  gone_at_end "$path.new"
  openssl genrsa -out "$path.new" 2048 2>/dev/null || fail "openssl makes no key"
  chown "$user:$user" "$path.new"
  mv -f "$path.new" "$path"
  say "made $path"
fi
chmod 0600 "$path"
chown "$user:$user" "$path"
if command -v restorecon >/dev/null; then restorecon "$path"; fi
