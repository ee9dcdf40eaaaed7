#!/bin/bash
# Usage: create-addons
#
# Waits for the API, then binds and creates the manifests of /etc/kubernetes/addons in order. What was made from the same
# manifest is left as it is. A failure is the unit's, which starts again.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
export KUBERNETES_SERVER=http://127.0.0.1:8080 KUBECTL=/opt/bin/kubectl
export BIND_TOKENS_OUTPUTS=/etc/terraform-outputs

for ((second = 0; ; second += 2)); do
  if curl --silent --fail --noproxy '*' --max-time 5 --output /dev/null "$KUBERNETES_SERVER/healthz"; then break; fi
  if ((second % 60 == 0)); then say "waiting for the API"; fi
  sleep 2
done
# The machine's role may read what the manifests ask for, and no more.
options=(--yes)
if [[ -e /run/renew-addons ]]; then options+=(--renew); fi
/etc/kubernetes/addons/apply.sh "${options[@]}"
rm -f /run/renew-addons
say "every add-on is there: $(grep -c -v '^#' /etc/kubernetes/addons/objects.tsv) objects"
