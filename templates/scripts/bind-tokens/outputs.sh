# <stack>/<output>, from what Terraform wrote down when it made the machine.
fetch_terraform() {
  local name value
  while IFS=$'\t' read -r name value; do
    if [[ $name == "$1" ]]; then
      printf '%s' "$value"
      return
    fi
  done <"${BIND_TOKENS_OUTPUTS:-/etc/terraform-outputs}"
  return 1
}
