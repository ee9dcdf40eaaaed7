# Whether the group of the control plane is just replacing its machines.
control_plane_changes() {
  local found
  [[ $ROLE != control-plane ]] || return 1
  found=$(aws autoscaling describe-instance-refreshes --auto-scaling-group-name "$CONTROL_PLANE_GROUP" --output json \
    --query "InstanceRefreshes[?Status=='Pending' || Status=='InProgress'].Status") || return
  [[ $found == *\"* ]]
}

complete() {
  local said
  if said=$(aws autoscaling complete-lifecycle-action --auto-scaling-group-name "$GROUP" --instance-id "$INSTANCE_ID" \
    --lifecycle-hook-name launch --lifecycle-action-result CONTINUE 2>&1); then
    say "$GROUP knows that $INSTANCE_ID serves"
  elif [[ $said == *"No active Lifecycle Action"* ]]; then
    say "$GROUP does not wait for $INSTANCE_ID"
  else
    say "$said"
    return 1
  fi
}

for ((second = 0; ; second += 5)); do
  if serves; then break; fi
  if ((second % 60 == 0)); then say "waiting to serve"; fi
  sleep 5
done
for ((second = 0; second < 1800; second += 15)); do
  control_plane_changes || break
  if ((second % 60 == 0)); then say "waiting for the control plane's change of machines"; fi
  sleep 15
done
retry complete || fail "$GROUP does not take it that $INSTANCE_ID serves"
