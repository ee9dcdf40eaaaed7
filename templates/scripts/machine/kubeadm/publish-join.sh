#!/bin/bash
# Usage: publish-join
#
# Puts what machines join the cluster by into the Parameter Store, encrypted, over what was there: its token lives for 15
# minutes, and a timer comes again before it has ended. Nothing of it is on a disk or a command line here.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

if ! [[ -e /etc/kubernetes/admin.conf ]]; then
  say "there is no control plane here yet"
  exit 0
fi
/opt/bin/join-bundle | aws ssm put-parameter --name "$JOIN_PARAMETER" --type SecureString --overwrite --value file:///dev/stdin >/dev/null ||
  fail "machines cannot join: the Parameter Store does not take $JOIN_PARAMETER"
