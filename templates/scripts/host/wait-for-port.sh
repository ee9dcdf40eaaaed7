#!/bin/bash
# Usage: wait-for-port HOST PORT
#
# Ends when somebody listens there.
set -euo pipefail

host=$1
port=$2
is_there() { (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; }
if is_there; then exit 0; fi
echo "nobody listens on port $port of $host yet"
until is_there; do sleep 1; done
