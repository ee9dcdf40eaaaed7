#!/bin/bash
# Usage: container-routes FILE OWN_ADDRESS
#
# Leads packets for the containers of other hosts to those hosts. A line of FILE is
#
#   <range of the containers> <address of their host>
#
# Routes of an earlier FILE go; routes of anybody else stay.
set -euo pipefail
export LC_ALL=C

table=$1
own=$2
# What ip shows the routes of this program by.
protocol=77

declare -A wanted=()
while read -r range host; do
  [[ $range == \#* || -z $range || $host == "$own" ]] || wanted[$range]=$host
done <"$table"

while read -r range _; do
  [[ -n $range && -z ${wanted[$range]-} ]] || continue
  ip route delete "$range" proto "$protocol"
  echo "container-routes: $range is nobody's any more"
done < <(ip -o -4 route show proto "$protocol")

for range in "${!wanted[@]}"; do
  ip route replace "$range" via "${wanted[$range]}" proto "$protocol"
done
echo "container-routes: ${#wanted[@]} hosts"
