# AWS is asked by the machine's proxy, where there is one.
if [[ -e /etc/proxy-environment ]]; then
  set -a
  # shellcheck source=/dev/null
  source /etc/proxy-environment
  set +a
fi
