asks+=(machineFile)
fetch_machineFile() {
  [[ -f $1 && -r $1 ]] || fail "there is no file $1 that may be read"
  if (($(tr -d '\0' <"$1" | wc -c) != $(wc -c <"$1"))); then fail "$1 holds a NUL byte"; fi
  cat -- "$1"
}
