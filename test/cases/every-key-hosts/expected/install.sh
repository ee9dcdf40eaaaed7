#!/bin/bash
# Usage: install.sh [--dry-run] [--replace PATH]...
#        install.sh --etcd
#        install.sh --remove [--dry-run]
#
# Makes this host what the tree beside this script says it is: puts its files in place, starts its units in their order, and
# starts those again whose files have changed. Run twice, it changes nothing the second time. What it did not write it
# leaves alone and says so; --replace takes such a file over, and keeps a copy. --remove takes everything away again.
# --etcd puts everything in place and starts etcd alone, without waiting for it: of several members none is well before most
# of them are there.
#
# It stops before it has changed anything where this is not a host of the tree, by name and address, or where the tree is
# not whole. It ends with 0 when all is as it should be, with 2 when files were left as somebody else has left them, with 1
# when something has failed.
# No -u: bash before 4.4, which hosts of these years have, takes an empty list for an unset variable.
set -eo pipefail
umask 022
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0

state=/var/lib/clusterwright
dry=no
removing=no
etcd_alone=no
declare -A replace=()

say() { echo "$*"; }
fail() {
  echo "install.sh: $*" >&2
  exit 1
}

while (($# > 0)); do
  case $1 in
    --dry-run) dry=yes ;;
    --remove) removing=yes ;;
    --etcd) etcd_alone=yes ;;
    --replace)
      [[ ${2-} == /* ]] || fail "--replace takes the path of a file on this host"
      replace[$2]=1
      shift
      ;;
    *) fail "unknown argument $1; usage: install.sh [--dry-run] [--replace PATH]... | --etcd | --remove [--dry-run]" ;;
  esac
  shift
done

cd "$(dirname "${BASH_SOURCE[0]}")"

# Which host of the tree this is.
value_of() {
  local line
  while IFS= read -r line; do
    if [[ $line == "$2="* ]]; then
      echo "${line#*=}"
      return
    fi
  done <"$1"
}

called=$(uname -n)
own=hosts/$called.env
if [[ ! -f $own ]]; then
  known=()
  for each in hosts/*.env; do
    if [[ -f $each ]]; then
      each=${each#hosts/}
      known+=("${each%.env}")
    fi
  done
  fail "this host calls itself $called, and the tree is for ${known[*]:0:5}${known[5]+ and others}: nothing is changed"
fi
[[ $(tail -n 1 "$own") == "# end" ]] || fail "$own is not whole: copy the tree again; nothing is changed"
address=$(value_of "$own" PRIVATE_IP)
mapfile -t addresses < <(ip -o -4 addr show | awk '{ sub("/.*", "", $4); print $4 }')
[[ " ${addresses[*]} " == *" $address "* ]] ||
  fail "this host calls itself $called, but does not have its address $address (it has ${addresses[*]}): nothing is changed"

# What it consists of: a line a file, then a line a unit.
role=$(value_of "$own" HOST_ROLE)
tree=machines/$role
manifest=$tree/manifest
[[ -f $manifest ]] || fail "there is no $manifest: copy the tree again; nothing is changed"

digest_of() {
  local digest _
  read -r digest _ < <(sha256sum <"$1")
  echo "$digest"
}

targets=() digests=() modes=() owners=() sources=() takes=()
units=() enables=() starts=() stores=() reads=()
lines=0 last=
while IFS=$'\t' read -r kind a b c d e f; do
  case $kind in
    file)
      if [[ $d == - ]]; then
        d=$own
        a=$(digest_of "$own")
      else
        d=$tree/$d
      fi
      digests+=("$a") modes+=("$b") owners+=("$c") sources+=("$d") targets+=("$e") takes+=("$f")
      ;;
    unit) units+=("$a") enables+=("$b") starts+=("$c") stores+=("$d") reads+=(" $e ") ;;
    end) last=$a ;;
    *) continue ;;
  esac
  [[ $kind == end ]] || lines=$((lines + 1))
done <"$manifest"
[[ $last == "$lines" ]] || fail "$manifest is not whole: copy the tree again; nothing is changed"
for each in "${owners[@]}"; do
  id -u "${each%%:*}" >/dev/null 2>&1 || fail "there is no user ${each%%:*} here, whose file the tree has: nothing is changed"
done
broken=()
for i in "${!sources[@]}"; do
  if [[ ! -f ${sources[i]} || $(digest_of "${sources[i]}") != "${digests[i]}" ]]; then broken+=("${sources[i]}"); fi
done
((${#broken[@]} == 0)) ||
  fail "the tree is not whole: ${broken[*]:0:3}${broken[3]+ and others} differ from what $manifest says; copy it again; nothing is changed"

if [[ $dry == no ]]; then
  [[ $EUID == 0 ]] || fail "only root may change this host; see what would change with --dry-run"
  mkdir -p "$state"
  exec 9>"$state/lock"
  flock --nonblock 9 || fail "another install.sh is at work on this host"
fi

# What an earlier run has put here: digest, path.
declare -A recorded=() pending=()
if [[ -f $state/installed ]]; then
  while IFS=$'\t' read -r digest path; do recorded[$path]=$digest; done <"$state/installed"
fi
# Units that an earlier run was to start again and did not come to.
if [[ -f $state/pending ]]; then
  while IFS= read -r each; do pending[$each]=1; done <"$state/pending"
fi

# Whether a file is still as an earlier run left it, or as a unit of ours has bound the tokens in it.
is_ours() {
  local bound=$state/bound/${1//\//_} now
  [[ -n ${recorded[$1]-} ]] || return 1
  now=$(digest_of "$1")
  [[ $now == "${recorded[$1]}" ]] && return 0
  [[ -f $bound && $(<"$bound") == "$(sha256sum <"$1")" ]]
}

save() {
  local path
  for path in "${!recorded[@]}"; do printf '%s\t%s\n' "${recorded[$path]}" "$path"; done | sort -k 2 >"$state/installed.new"
  mv -f "$state/installed.new" "$state/installed"
  printf '%s\n' "${!pending[@]}" | sed '/^$/d' | sort >"$state/pending.new"
  mv -f "$state/pending.new" "$state/pending"
}

# What is to be done, file by file.
plan=()
kept=()
declare -A touched=()
for i in "${!targets[@]}"; do
  path=${targets[i]} digest=${digests[i]} what=same
  if [[ $removing == yes ]]; then
    what=unplanned
  elif [[ -d $path || -L $path || (-e $path && ! -f $path) ]]; then
    fail "$path is no plain file: nothing is changed"
  elif [[ ! -e $path ]]; then
    what=new
  elif [[ $(digest_of "$path") == "$digest" ]]; then
    [[ $(stat -c '%a %U:%G' "$path") == "${modes[i]#0} ${owners[i]}" ]] || what=mode
  elif is_ours "$path"; then
    [[ ${recorded[$path]} == "$digest" ]] || what=changed
  elif [[ -n ${replace[$path]-} || (${takes[i]} == takes-place && -z ${recorded[$path]-}) ]]; then
    what=replaced
  else
    what=kept
    kept+=("$path")
  fi
  plan+=("$what")
  case $what in new | changed | replaced) touched[$path]=1 ;; esac
done

# What an earlier run put here and the tree has no more.
gone=()
declare -A wanted=()
if [[ $removing == no ]]; then for path in "${targets[@]}"; do wanted[$path]=1; done; fi
for path in "${!recorded[@]}"; do
  if [[ -n ${wanted[$path]-} ]]; then continue; fi
  if [[ ! -e $path ]] || is_ours "$path" || [[ -n ${replace[$path]-} ]]; then
    gone+=("$path")
  else
    kept+=("$path")
  fi
done

units_gone=()
for path in "${gone[@]}"; do
  if [[ $path =~ ^/etc/systemd/system/([^/]+\.(service|timer|target|socket))$ ]]; then units_gone+=("${BASH_REMATCH[1]}"); fi
done

# Of the host's own file a unit minds nothing but the variables that it takes.
own_target=/etc/machine-environment
while IFS= read -r each; do touched["\$$each"]=1; done < <(
  { if [[ -f $own_target ]]; then cat "$own_target"; fi; cat "$own"; } | grep -v '^#' | sort | uniq -u | sed 's/=.*//' | sort -u
)

# Which units their files have changed under.
if [[ $removing == no ]]; then
  for i in "${!units[@]}"; do
    for path in "${!touched[@]}" "${gone[@]}"; do
      if [[ ${reads[i]} == *" $path "* ]]; then pending[${units[i]}]=1; fi
    done
  done
fi

why_kept() {
  if [[ -z ${wanted[$1]-} ]]; then
    echo "it was edited here, and the tree has it no more"
  elif [[ -n ${recorded[$1]-} ]]; then
    echo "it was edited here, and is not what the tree has; compare them, then say --replace $1"
  else
    echo "it was there before, and is not what the tree has; compare them, then say --replace $1"
  fi
}

# Where what --replace takes the place of is kept: what was there before goes back there in the end, what was edited here
# does not.
aside() {
  if [[ -n ${recorded[$1]-} ]]; then echo edited; else echo replaced; fi
}

words() {
  case $1 in
    new) echo "new" ;;
    changed) echo "changed" ;;
    mode) echo "mode and owner" ;;
    replaced) echo "takes the place of what was there, kept in $state/$(aside "$2")" ;;
  esac
}

if [[ $dry == yes ]]; then
  for i in "${!plan[@]}"; do
    case ${plan[i]} in new | changed | mode | replaced) say "would write ${targets[i]} ($(words "${plan[i]}" "${targets[i]}"))" ;; esac
  done
  for path in "${gone[@]}"; do say "would remove $path"; done
  for path in "${kept[@]}"; do say "would keep $path: $(why_kept "$path")"; done
  for each in "${units_gone[@]}"; do say "would stop $each"; done
  if [[ $removing == no ]]; then
    for i in "${!units[@]}"; do
      if [[ ${starts[i]} != start ]]; then continue; fi
      if ! systemctl --quiet is-active "${units[i]}"; then
        say "would start ${units[i]}"
      elif [[ -n ${pending[${units[i]}]-} ]]; then
        say "would restart ${units[i]}"
      fi
    done
  fi
  exit 0
fi

changes=0
did() {
  changes=$((changes + 1))
  say "$@"
}

temporary=
trap '[[ -z $temporary ]] || rm -f "$temporary"' EXIT

# A copy of what is not ours, before something else takes its place.
keep_copy() {
  local copy
  copy=$state/$(aside "$1")$1
  mkdir -p "${copy%/*}"
  if [[ ! -e $copy || -n ${recorded[$1]-} ]]; then cp -p "$1" "$copy"; fi
}

put() {
  mkdir -p "${2%/*}"
  temporary=$(mktemp "$2.XXXXXX")
  cat "$1" >"$temporary"
  chmod "$3" "$temporary"
  chown "$4" "$temporary"
  mv -f "$temporary" "$2"
  temporary=
  if command -v restorecon >/dev/null; then restorecon "$2"; fi
}

# Before anything changes: a run that is cut off here is taken up by the next.
save

for each in "${units_gone[@]}"; do
  systemctl disable "$each" >/dev/null 2>&1 || true
  systemctl stop "$each" >/dev/null 2>&1 || true
  did "stopped $each"
done
if [[ $removing == yes ]]; then
  # Units of the image itself stay, stopped: they would start without what they read.
  for ((i = ${#units[@]} - 1; i >= 0; i--)); do
    if [[ -e /etc/systemd/system/${units[i]} || " ${units_gone[*]} " == *" ${units[i]} "* ]]; then continue; fi
    systemctl disable "${units[i]}" >/dev/null 2>&1 || true
    systemctl stop "${units[i]}" >/dev/null 2>&1 || true
    did "stopped ${units[i]}"
  done
fi

reload=no
for i in "${!plan[@]}"; do
  path=${targets[i]}
  case ${plan[i]} in
    same) recorded[$path]=${digests[i]} ;;
    new | changed | mode | replaced)
      if [[ ${plan[i]} == replaced ]]; then keep_copy "$path"; fi
      if [[ ${plan[i]} == mode ]]; then
        chmod "${modes[i]}" "$path"
        chown "${owners[i]}" "$path"
      else
        put "${sources[i]}" "$path" "${modes[i]}" "${owners[i]}"
      fi
      did "wrote $path ($(words "${plan[i]}" "$path"))"
      recorded[$path]=${digests[i]}
      if [[ $path == /etc/systemd/system/* ]]; then reload=yes; fi
      ;;
  esac
done
for path in "${gone[@]}"; do
  rm -f "$path" "$state/bound/${path//\//_}"
  if [[ $path == /etc/systemd/system/* ]]; then reload=yes; fi
  if [[ -e $state/replaced$path ]]; then
    mv -f "$state/replaced$path" "$path"
    did "gave $path back what was there before"
  else
    did "removed $path"
  fi
  unset "recorded[$path]"
done
save
if [[ $reload == yes ]]; then systemctl daemon-reload; fi

for path in "${kept[@]}"; do
  say "KEPT $path: $(why_kept "$path")"
done

if [[ $removing == yes ]]; then
  rm -f "$state/pending"
  say "$called: $changes changes, nothing of the tree is left${kept[0]:+ but what was edited}"
  ((${#kept[@]} == 0)) || exit 2
  exit 0
fi

for i in "${!units[@]}"; do
  each=${units[i]}
  if [[ ${enables[i]} == enable ]] && ! systemctl --quiet is-enabled "$each" 2>/dev/null; then
    systemctl enable "$each" >/dev/null 2>&1 || fail "$each cannot be enabled; run this again when it can"
    did "enabled $each"
  fi
done

# A try that goes on with the files of before: starting the unit would only wait for it, and take its end for one of the new
# files.
end_old_try() {
  if [[ -n ${pending[$1]-} ]]; then systemctl stop "$1" >/dev/null 2>&1 || true; fi
}

if [[ $etcd_alone == yes ]]; then
  for i in "${!units[@]}"; do
    # One that runs is not stopped here: the others may need it.
    if [[ ${stores[i]} != store || $(systemctl show --property=ActiveState "${units[i]}") == *=active ]]; then continue; fi
    end_old_try "${units[i]}"
    systemctl start --no-block "${units[i]}" || fail "${units[i]} cannot be started"
    unset "pending[${units[i]}]"
    save
    say "starting ${units[i]}"
  done
  say "$called: $changes changes, etcd alone is started"
  exit 0
fi

# Starts a unit, or starts it again ($1), and waits until that is done. A first try that failed is told at once, whatever systemd
# does about it; a start that waits for others is given up at some time: what is behind it waits as well.
bring_up() {
  local second property value active sub job
  systemctl "$1" --no-block "$2" || return 1
  for ((second = 0; second < 900; second++)); do
    active='' sub='' job=0
    while IFS='=' read -r property value; do
      case $property in
        ActiveState) active=$value ;;
        SubState) sub=$value ;;
        Job) job=$value ;;
      esac
    done < <(systemctl show --property=ActiveState --property=SubState --property=Job "$2")
    if [[ $active == failed || $sub == auto-restart* ]]; then return 1; fi
    # Without a job it is up, or a condition of its own says that it need not be.
    if [[ ${job:-0} == 0 ]]; then return 0; fi
    if ((second < 5)); then sleep 0.2; else sleep 1; fi
  done
  return 1
}

failed() {
  systemctl --no-pager --lines=0 status "$1" >&2 || true
  # What it said last may be on its way still.
  journalctl --sync >/dev/null 2>&1 || sleep 1
  journalctl --no-pager --quiet --lines=15 --unit="$1" >&2 || true
  fail "$1 does not start; what comes after it is not started either. Run this again when it can."
}

for i in "${!units[@]}"; do
  each=${units[i]}
  if [[ ${starts[i]} == start ]]; then
    # One that waits for its next try is started, too.
    if [[ $(systemctl show --property=ActiveState "$each") != *=active ]]; then
      end_old_try "$each"
      systemctl reset-failed "$each" >/dev/null 2>&1 || true
      bring_up start "$each" || failed "$each"
      did "started $each"
    elif [[ -n ${pending[$each]-} ]]; then
      bring_up restart "$each" || failed "$each"
      did "restarted $each"
    fi
  fi
  if [[ -n ${pending[$each]-} ]]; then
    unset "pending[$each]"
    save
  fi
done

for i in "${!units[@]}"; do
  if [[ ${starts[i]} == start ]]; then
    printf '%-40s %s\n' "${units[i]}" "$(systemctl show --property=ActiveState --property=SubState "${units[i]}" | sed 's/^[^=]*=//' | paste -sd' ')"
  fi
done
if ((changes == 0)); then say "$called: nothing to do"; else say "$called: $changes changes"; fi
((${#kept[@]} == 0)) || exit 2
