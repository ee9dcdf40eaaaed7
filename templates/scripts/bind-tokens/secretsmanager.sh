fetch_secretsmanager() {
  local id=$1
  if [[ $id == terraform:* ]]; then id=$(fetch_terraform "${id#terraform:}") || return; fi
  AWS_PAGER='' aws secretsmanager get-secret-value --secret-id "$id" --query SecretString --output text
}
