asks+=(secretsmanager)
fetch_secretsmanager() {
  local id=$1
  if [[ $id == terraform:* ]]; then id=$(fetch_terraform "${id#terraform:}") || return; fi
  local text
  text=$(AWS_PAGER='' aws secretsmanager get-secret-value --secret-id "$id" --query SecretString --output text && echo .) || return
  [[ $text != None$'\n'. ]] || fail "the secret $id has no text"
  printf '%s' "${text%.}"
}
