fetch_metadata() {
  local url=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} session
  local -a get=(curl --silent --show-error --fail --noproxy '*' --max-time 10 --retry 3)
  session=$("${get[@]}" --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$url/latest/api/token") || return
  printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$session" | "${get[@]}" --config - "$url/latest/meta-data/$1"
}
