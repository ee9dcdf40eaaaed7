fetch_environment() {
  [[ -n ${!1+set} ]] || fail "the variable $1 is not set"
  printf '%s' "${!1}"
}
