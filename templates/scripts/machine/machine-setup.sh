#!/bin/bash
# Usage: machine-setup
#
# Runs the steps of this machine's boot in order, each under its own name in the journal. The first that fails ends the
# sequence, and the unit has failed; machine-setup.timer starts it again. Every step may be run again.
# shellcheck source=/dev/null
source /opt/lib/machine.sh

for step in /opt/machine-setup/[0-9]*; do
  short=${step##*/}
  if ! systemd-cat --identifier="${short#*-}" -- "$step"; then
    if [[ -x /opt/bin/count-metric ]]; then /opt/bin/count-metric FailedBoots || true; fi
    fail "stopped at ${short#*-}: journalctl -t ${short#*-} says why"
  fi
  say "done: ${short#*-}"
done
