# <stack>/<output>
fetch_terraform() {
  terraform -chdir="${BIND_TOKENS_OUT:-.}/stacks/${1%%/*}" output -no-color -raw "${1#*/}"
}
