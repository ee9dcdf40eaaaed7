#!/bin/bash
# Usage: count-metric NAME
#
# Tells CloudWatch that something happened once on this machine, for the cluster's alarms.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
retry aws cloudwatch put-metric-data --namespace "clusterwright/$CLUSTER" --metric-name "$1" --unit Count --value 1
