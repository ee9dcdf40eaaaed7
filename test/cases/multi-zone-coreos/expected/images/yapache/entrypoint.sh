#!/bin/bash
# Runs Apache, and beside it what keeps its sites in line with etcd. Ends with a failure when either ends by
# itself; SIGTERM ends both.
set -euo pipefail

export ETCD_PEERS=${ETCD_PEERS:?names the etcd to follow, such as http://172.31.0.10:4001}
export YAPACHE_CONF=${YAPACHE_CONF:-/etc/apache2/apache2.conf}
export YAPACHE_SITES=${YAPACHE_SITES:-/etc/apache2/sites-enabled}
export YAPACHE_RUN=${YAPACHE_RUN:-/run/yapache}
export YAPACHE_HEALTH_PORT=${YAPACHE_HEALTH_PORT:-8081}
here=$(dirname -- "${BASH_SOURCE[0]}")

# A pid left by a container that was killed is nobody's.
rm -f -- "$YAPACHE_RUN/apache2.pid"

# Sites that are there already are there from the first request on; without etcd Apache starts without any.
"$here/follow-etcd.sh" once || echo "yapache: starting without sites" >&2

apache2 -f "$YAPACHE_CONF" -DFOREGROUND &
apache=$!
"$here/follow-etcd.sh" follow &
follower=$!

stopping=no
trap 'stopping=yes; kill -TERM "$apache" "$follower" 2>/dev/null || true' TERM INT QUIT

status=0
wait -n "$apache" "$follower" || status=$?
kill -TERM "$apache" "$follower" 2>/dev/null || true
wait || true
if [[ $stopping == yes ]]; then exit 0; fi
echo "yapache: a part of it ended with $status" >&2
exit 1
