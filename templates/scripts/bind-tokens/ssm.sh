asks+=(ssm)
fetch_ssm() {
  AWS_PAGER='' aws ssm get-parameter --with-decryption --name "$1" --query Parameter.Value --output text
}
