#!/bin/bash
# Usage: reaper.sh DIRECTORY SCRATCH
#
# Waits until its standard input ends, which it does however the run of tests ends that holds the other side; then
# ends whatever that run started, and takes away what it made: mounts, loop devices, network namespaces, DIRECTORY.
# A run that ended by itself says "done" first: the processes of its own are not hurried, and it takes the test
# runner's own SCRATCH away itself.
set -uo pipefail

run=$1
scratch=$2
name=${run##*/}
[[ $name == clusterwright-run-* ]] || exit 2
main=$PPID
read -r word || word=

# Processes that bear the run's name, and what they started under another: the first process of a container.
theirs() {
  local marked
  marked=$(grep -lzsxF "CLUSTERWRIGHT_TEST_RUN=$run" /proc/[0-9]*/environ | cut -d/ -f3)
  ps -eo pid=,ppid= | awk -v marked="$marked" -v spared="$([[ $word == "done" ]] && echo "$main")" '
    BEGIN { count = split(marked, list, "\n"); for (i = 1; i <= count; i++) its[list[i]] = 1 }
    { parent[$1] = $2 }
    END {
      for (pid in parent) if (spared != "" && parent[pid] == spared) delete its[pid]
      do {
        more = 0
        for (pid in parent) if (!(pid in its) && (parent[pid] in its) && parent[pid] > 1) { its[pid] = 1; more = 1 }
      } while (more)
      for (pid in its) if (pid in parent) print pid
    }'
}

for ((round = 0; round < 600; round++)); do
  mapfile -t pids < <(theirs)
  ((${#pids[@]} > 0)) || break
  kill -KILL "${pids[@]}" 2>/dev/null
  sleep 0.1
done

awk -v run="$run/" 'index($2, run) == 1 { print $2 }' /proc/self/mounts 2>/dev/null | sort -r |
  while IFS= read -r mounted; do umount -l "$(printf '%b' "$mounted")"; done
losetup --noheadings --output NAME,BACK-FILE 2>/dev/null | awk -v run="$run/" 'index($2, run) == 1 { print $1 }' |
  while IFS= read -r device; do losetup --detach "$device"; done
ip netns list 2>/dev/null | awk -v name="$name-" 'index($1, name) == 1 { print $1 }' |
  while IFS= read -r namespace; do ip netns delete "$namespace"; done
rm -rf --one-file-system -- "$run" "/dev/shm/$name-"*
[[ $word == "done" ]] || rm -rf --one-file-system -- "$scratch"
