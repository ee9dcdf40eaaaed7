#!/bin/bash
# Usage: apache-config.sh ADDRESS...
#
# Apache's configuration for the pods at the given addresses: what came in as HTTP goes to 9001, what came in as
# HTTPS to 9002. A session stays with its pod by the cookie ROUTEID.
set -euo pipefail

virtual_host() {
  local port=$1 target=$2 balancer=$3 address
  shift 3
  printf '%s\n' "" "<VirtualHost *:$port>" \
    "  Header add Set-Cookie \"ROUTEID=.%{BALANCER_WORKER_ROUTE}e; path=/\" env=BALANCER_ROUTE_CHANGED" \
    "  <Location /balancer-manager>" \
    "    SetHandler balancer-manager" \
    "    Require local" \
    "  </Location>" \
    "  <Proxy balancer://$balancer>"
  for address; do printf '    BalancerMember http://%s:%s route=%s\n' "$address" "$target" "${address//./-}"; done
  printf '%s\n' "    ProxySet stickysession=ROUTEID" \
    "  </Proxy>" \
    "  ProxyPass /balancer-manager !" \
    "  ProxyPass / balancer://$balancer/ nocanon" \
    "  ProxyPassReverse / balancer://$balancer/" \
    "  ProxyTimeout 60" \
    "  ProxyPreserveHost On" \
    "</VirtualHost>"
}

printf '%s\n' "Listen ${HTTP_PORT:-8080}" "Listen ${HTTPS_PORT:-8443}"
virtual_host "${HTTP_PORT:-8080}" "${HTTP_TARGET:-9001}" ycluster "$@"
virtual_host "${HTTPS_PORT:-8443}" "${HTTPS_TARGET:-9002}" ycluster-secure "$@"
