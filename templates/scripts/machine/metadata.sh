# shellcheck shell=bash
export AWS_PAGER=''

# Instance metadata, by a path below latest/meta-data, with a session token.
metadata() {
  local url=http://169.254.169.254 session
  local -a get=(curl --silent --show-error --fail --noproxy '*' --max-time 10)
  session=$("${get[@]}" --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$url/latest/api/token") || return
  "${get[@]}" --header "X-aws-ec2-metadata-token: $session" "$url/latest/meta-data/$1"
}
