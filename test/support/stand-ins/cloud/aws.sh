#!/bin/bash
# The real AWS command line, led to the stand-in API; records its arguments. While /aws-fails holds a number, so many
# calls fail as a service does that cannot be reached.
set -euo pipefail

mkdir -p /var/log/stand-ins
echo "$*" >>/var/log/stand-ins/aws.calls
if [[ -s /aws-fails ]]; then
  left=$(</aws-fails)
  if ((left > 0)); then
    echo $((left - 1)) >/aws-fails
    echo "Could not connect to the endpoint URL" >&2
    exit 255
  fi
fi
exec /usr/bin/aws --endpoint-url "$(</etc/stand-in-api)" "$@"
