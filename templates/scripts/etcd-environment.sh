#!/bin/bash
# Usage: etcd-get-environment ROLE CONTAINER_RANGE
#
# Writes this machine's addresses to /etc/network-environment, for units to read with EnvironmentFile=.
# The file is made anew at every run, so a second run changes nothing.
set -euo pipefail

role=$1
range=$2
target=/etc/network-environment

# coreos-cloudinit keeps the addresses it learnt from the instance metadata here.
# shellcheck source=/dev/null
source /etc/environment
private=${COREOS_PRIVATE_IPV4:?"/etc/environment does not name this machine's private address"}
public=${COREOS_PUBLIC_IPV4:-}

# With the range 10.0.0.0/8 the containers of 172.31.16.23 live in 10.16.23.0/24; docker's bridge has the first address.
IFS=. read -r _ _ third fourth <<<"$private"
containers=${range%%.*}.$third.$fourth

temporary=$(mktemp "$target.XXXXXX")
trap 'rm -f "$temporary"' EXIT
cat >"$temporary" <<END
PRIVATE_IPV4=$private
DEFAULT_IPV4=$private
ETH0_IPV4=$private
LO_IPV4=127.0.0.1
PUBLIC_IPV4=$public
DOCKER_BIP=$containers.1/24
DOCKER_SUBNET=$containers.0/24
FLEET_PUBLIC_IP=$private
FLEET_METADATA=DOCKER_SUBNET=$containers.0/24,HOSTNAME=$HOSTNAME,role=$role
END
chmod 0644 "$temporary"
mv -f "$temporary" "$target"
