#!/bin/bash
# Usage: fetch-join FILE
#
# Waits until the control plane has put what machines join by into the Parameter Store, and writes it to FILE, which is in
# memory. Whether its token is alive, the API says.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

mkdir -p "${1%/*}"
chmod 0700 "${1%/*}"
for ((second = 0; ; second += 10)); do
  if bundle=$(aws ssm get-parameter --name "$JOIN_PARAMETER" --with-decryption --query Parameter.Value --output text 2>&1); then
    if [[ $bundle == *$'\n# end' ]]; then break; fi
    said="what is there is not whole"
  else
    said=$(tail -n 1 <<<"$bundle")
  fi
  if ((second % 60 == 0)); then say "waiting for $JOIN_PARAMETER: $said"; fi
  sleep 10
done
write_whole "$1" 0600 <<<"$bundle"
