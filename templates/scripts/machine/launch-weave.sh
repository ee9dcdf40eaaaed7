#!/bin/bash
# Usage: launch-weave PASSWORD_FILE PEER...
#
# Starts weave's router, which asks these peers who else there is. The password in the file, where there is one, reaches it
# by its environment alone.
set -euo pipefail

file=$1
shift
if [[ $file != - ]]; then
  WEAVE_PASSWORD=$(<"$file")
  export WEAVE_PASSWORD
fi
exec /opt/bin/weave launch-router --no-dns "$@"
