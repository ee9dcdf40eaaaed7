#!/bin/bash
# Stands in for the package's script that tells docker of the bridge.
set -euo pipefail
# shellcheck source=/dev/null
source /run/flannel/subnet.env
echo "DOCKER_NETWORK_OPTIONS=\" --bip=$FLANNEL_SUBNET --ip-masq=false --mtu=$FLANNEL_MTU \"" >/run/flannel/docker
