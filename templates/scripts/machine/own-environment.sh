#!/bin/bash
# Usage: own-environment TEMPLATE
#
# Writes /etc/machine-environment: what TEMPLATE says, with this machine's address in the place of $private_ipv4. Nothing else
# starts before, so that it waits until instance metadata answers.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

until address=$(metadata local-ipv4) && [[ $address =~ ^[0-9.]+$ ]]; do
  say "instance metadata does not answer yet"
  sleep 5
done
# shellcheck disable=SC2016
text=$(sed 's/\$private_ipv4/'"$address"'/g' "$1")
write_whole /etc/machine-environment 0644 <<<"$text"
say "this machine has $address"
