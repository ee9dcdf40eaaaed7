#!/bin/bash
# Stands in for a program that cannot be had: records how it was started, then stays up like a daemon.
set -euo pipefail

directory=/var/log/stand-ins
mkdir -p "$directory"
printf '%s\0' "$@" >"$directory/${0##*/}.args"
exec sleep infinity
