# Values go in as they are.
encode() {
  :
}

# A file that is bound stays so: its values may look like tokens themselves. What it was is kept while the machine is up.
state=${BIND_TOKENS_STATE:-/run/bind-tokens}
mkdir -p "$state" 2>/dev/null || state=

stamp_of() {
  echo "$state/${1//\//_}"
}

is_bound() {
  [[ -n $state && -f $1 && -e $(stamp_of "$1") && $(<"$(stamp_of "$1")") == "$(sha256sum <"$1")" ]]
}

(($# >= 1)) || fail "usage: bind-tokens TABLE FILE..."
read_table "$1"
shift
open=()
for file; do is_bound "$file" || open+=("$file"); done
if ((${#open[@]} == 0)); then exit 0; fi
bind_all "${open[@]}"
if [[ -n $state ]]; then
  for file in "${open[@]}"; do
    digest=$(sha256sum <"$file")
    echo "$digest" >"$(stamp_of "$file")"
  done
fi
