#!/bin/bash
# Usage: install-programs
#
# Sees to it that the machine has the programs of /etc/kubernetes/programs.tsv for its architecture, each with the content that
# is said there: whole or not at all, and looked at again at every boot. What has another digest is refused before anything
# of it is unpacked. A line of the table is
#
#   name, version, architecture, SHA-256, URL, directory, what of an archive (a star for all of it, a dash for no archive)
# shellcheck source=/dev/null
source /opt/lib/machine.sh

table=/etc/kubernetes/programs.tsv
state=/var/lib/clusterwright/programs
carried=/opt/bin/carried-program

case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *) fail "there are no programs for $(uname -m)" ;;
esac

work=$(mktemp -d /var/tmp/programs.XXXXXX)
gone_at_end "$work"
mkdir -p "$state"

# Fetches the file with digest $1 from $2 to $3.
fetch() {
  if [[ -x $carried ]] && "$carried" "$1" >"$3" && [[ $(digest_of "$3") == "$1" ]]; then return 0; fi
  retry curl --fail --silent --show-error --location --output "$3" "$2" || fail "$2 cannot be fetched"
  [[ $(digest_of "$3") == "$1" ]] || fail "$2 is refused: its SHA-256 is not $1"
}

# Whether what an earlier run put here with digest $2 is still there, byte for byte.
is_there() {
  [[ -e $state/$1 && $(head -n 1 "$state/$1") == "# $2" ]] && sha256sum --check --status "$state/$1" 2>/dev/null
}

while IFS=$'\t' read -r program version for digest url directory members; do
  if [[ $program == '#'* || $for != "$architecture" ]] || is_there "$program" "$digest"; then continue; fi
  rm -rf "${work:?}"/*
  fetch "$digest" "$url" "$work/file"
  found=()
  if [[ $members == - ]]; then
    mv "$work/file" "$work/$program"
    found=("$work/$program")
  else
    mkdir "$work/unpacked"
    tar -x -z -f "$work/file" -C "$work/unpacked" --no-same-owner || fail "$url is no archive"
    if [[ $members == '*' ]]; then
      mapfile -t found < <(find "$work/unpacked" -type f -perm -u+x | sort)
    else
      for member in $members; do
        mapfile -t -O "${#found[@]}" found < <(find "$work/unpacked" -type f -name "$member")
        [[ ${found[-1]-} == */"$member" ]] || fail "$url has no $member"
      done
    fi
  fi
  mkdir -p "$directory"
  installed=()
  for each in "${found[@]}"; do
    target=$directory/${each##*/}
    # One that runs is not written to, its name leads to another file.
    install -m 0755 "$each" "$directory/.${each##*/}.new"
    mv -f "$directory/.${each##*/}.new" "$target"
    installed+=("$target")
  done
  { echo "# $digest" && sha256sum "${installed[@]}"; } | write_whole "$state/$program" 0644
  # write_whole forgets what goes at the end.
  gone_at_end "$work"
  say "$program $version is there: ${installed[*]}"
done <"$table"
