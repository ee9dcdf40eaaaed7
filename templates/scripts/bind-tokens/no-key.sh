# No token here has a key.
under_key() {
  cat
}
