#!/bin/bash
# Usage: aws ARGUMENT...
#
# The AWS command line, which this image does not bring, as a container of early-docker.service. It sees one directory
# of the machine; everything else goes through standard input and output.
set -euo pipefail

# shellcheck source=/dev/null
source /etc/cluster-environment
proxy=()
if [[ -e /etc/proxy-environment ]]; then proxy=(--env-file=/etc/proxy-environment); fi
exec /usr/bin/docker --host=unix:///var/run/early-docker.sock run --rm --interactive --net=host \
  --volume=/var/lib/machine-setup:/var/lib/machine-setup \
  --env=AWS_DEFAULT_REGION="$AWS_DEFAULT_REGION" --env=AWS_PAGER= ${proxy[@]+"${proxy[@]}"} "$AWS_CLI_IMAGE" "$@"
