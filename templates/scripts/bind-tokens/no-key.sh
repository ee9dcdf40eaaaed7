under_key() {
  fail "no token here has a key"
}
