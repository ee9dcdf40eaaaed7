#!/bin/bash
# Puts the values of tokens into FILEs, byte for byte; what a value holds is not looked through again. A file is
# replaced at once and keeps its mode; none is touched unless every token has a value. A line of TABLE is
#
#   <name> <tab> source <tab> reference [<tab> key of a JSON object]
#
# Values stay in this process: never an argument, never exported, never printed.
set -euo pipefail
set +x
umask 077
export LC_ALL=C

fail() {
  echo "bind-tokens: $*" >&2
  exit 1
}

# Sources that hold others' secrets, too: each piece names its own.
asks=()
