# Read by the scripts of this machine: its settings, and what they have in common.
# shellcheck shell=bash
set -euo pipefail
umask 022
export LC_ALL=C
name=${0##*/}
name=${name#[0-9][0-9]-}
temporary=

# What is asked outside is asked by the proxy, where there is one; who asks the cluster itself says --noproxy.
set -a
# shellcheck source=/dev/null
if [[ -e /etc/cluster-environment ]]; then source /etc/cluster-environment; fi
# shellcheck source=/dev/null
if [[ -e /etc/machine-setup/settings ]]; then source /etc/machine-setup/settings; fi
# shellcheck source=/dev/null
if [[ -e /etc/proxy-environment ]]; then source /etc/proxy-environment; fi
set +a

say() {
  echo "$name: $*"
}

fail() {
  echo "$name: $*" >&2
  exit 1
}

# Runs a command that asks others until it succeeds, five times with growing pauses; the last failure is the caller's.
retry() {
  local pause
  for pause in 1 2 4 8; do
    if "$@"; then return 0; fi
    say "$1 failed, again in $pause s"
    sleep "$pause"
  done
  "$@"
}

# A file or directory of this script's own, which goes when it ends.
gone_at_end() {
  temporary=$1
}

# Whether this machine goes and does not come back: neither is a service alone stopped, nor is it a reboot.
goes_for_good() {
  [[ $(systemctl is-system-running || true) == stopping ]] && ! [[ $(systemctl list-jobs || true) =~ (reboot|kexec)\.target ]]
}

digest_of() {
  local digest _
  read -r digest _ < <(sha256sum <"$1")
  echo "$digest"
}

# Puts what comes in into a file, whole or not at all.
write_whole() {
  temporary=$(mktemp "$1.XXXXXX")
  cat >"$temporary" || return
  chmod "$2" "$temporary"
  mv -f "$temporary" "$1"
  temporary=
}

trap '[[ -z $temporary ]] || rm -rf "$temporary"' EXIT

# shellcheck shell=bash
export AWS_PAGER=''

# Instance metadata, by a path below latest/meta-data, with a session token.
metadata() {
  local url=http://169.254.169.254 session
  local -a get=(curl --silent --show-error --fail --noproxy '*' --max-time 10)
  session=$("${get[@]}" --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$url/latest/api/token") || return
  "${get[@]}" --header "X-aws-ec2-metadata-token: $session" "$url/latest/meta-data/$1"
}
