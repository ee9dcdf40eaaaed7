#!/bin/bash
# Usage: wait-for-port HOST PORT
#
# Ends when somebody listens there.
set -euo pipefail

host=$1
port=$2
until (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; do
  echo "nobody listens on port $port of $host yet"
  sleep 1
done
