encode() {
  :
}

(($# >= 1)) || fail "usage: bind-tokens TABLE FILE..."
read_table "$1"
shift
bind_all "$@"
