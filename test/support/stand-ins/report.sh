#!/bin/bash
# Waits until the given units are active, or two minutes are over, then writes what systemd knows of them.
set -uo pipefail

for ((second = 0; second < 120; second++)); do
  systemctl --quiet is-active "$@" && [[ $(systemctl is-active "$@" | sort -u) == active ]] && break
  sleep 1
done
systemctl show --property=Id,ActiveState,ExecMainStartTimestampMonotonic,ActiveEnterTimestampMonotonic "$@" >/report.new
systemctl --failed --no-legend --plain >/failed
mv /report.new /report
