#!/bin/bash
# Usage: apply.sh STACK... [-OPTION...]
#
# Applies the stacks beside it in order, the last one being that of the machines. What an earlier stack takes away, the
# machines may still stand in or use: AWS would refuse to delete it, or cut them off. So it stays until the machines
# have let go of it, and goes in a second round, the other way round. Machines that are stopped to be changed, or made anew,
# are so one after the other, the control plane first. Options are handed to `terraform apply`.
#
# TERRAFORM is the program, terraform unless set.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
terraform=${TERRAFORM:-terraform}

stacks=()
options=()
for word; do
  case $word in
    -*) options+=("$word") ;;
    *) stacks+=("$word") ;;
  esac
done
if ((${#stacks[@]} == 0)); then
  echo "usage: apply.sh STACK... [-OPTION...]" >&2
  exit 2
fi

tab=$'\t'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What of the plan a filter picks, a line each.
pick() {
  jq --raw-output ".resource_changes[]? | select(.mode == \"managed\") | $1" "$work/plan.json"
}

# Sets `leaving` and `staying`: addresses that the stack would delete for good, and all the others; and `stopping`: machines
# that it would stop and start again, or make anew, each as address and region. The subnets that leave are added to `subnets`,
# by ARN.
look_ahead() {
  local line
  leaving=()
  staying=()
  stopping=()
  if ! "$terraform" -chdir="$1" plan -input=false -refresh=false -out="$work/plan" >"$work/said" 2>&1; then
    cat "$work/said" >&2
    return 1
  fi
  "$terraform" -chdir="$1" show -json "$work/plan" >"$work/plan.json"
  pick 'select(.change.actions == ["delete"]) | .address' >"$work/leaving"
  pick 'select(.change.actions != ["delete"]) | .address' >"$work/staying"
  pick 'select(.type == "aws_instance" and (.change.actions == ["update"] or .change.actions == ["delete", "create"]))
    | select(.change | .actions != ["update"] or .before.user_data != .after.user_data or .before.instance_type != .after.instance_type)
    | [.address, (.change.before.arn | split(":")[3])] | @tsv' >"$work/changing"
  grep "^aws_instance.control_plane$tab" "$work/changing" >"$work/stopping" || true
  grep -v "^aws_instance.control_plane$tab" "$work/changing" >>"$work/stopping" || true
  pick 'select(.type == "aws_subnet" and .change.actions == ["delete"]) | .change.before.arn' >"$work/subnets"
  while IFS= read -r line; do leaving+=("$line"); done <"$work/leaving"
  while IFS= read -r line; do staying+=("-target=$line"); done <"$work/staying"
  while IFS= read -r line; do stopping+=("$line"); done <"$work/stopping"
  while IFS= read -r line; do subnets+=("$line"); done <"$work/subnets"
  rm -f "$work"/*
}

apply() {
  "$terraform" -chdir="$1" apply ${options[@]+"${options[@]}"} "${@:2}"
}

# Groups move their machines out of a zone one by one, which takes minutes; their way out stays until the last is gone.
wait_for_machines() {
  local region ids found
  region=$(cut -d : -f 4 <<<"${subnets[0]}")
  ids=$(printf '%s\n' "${subnets[@]##*/}" | paste -s -d , -)
  if ! command -v aws >/dev/null; then
    echo "see that no machine is left in $ids before you say yes"
    return
  fi
  while true; do
    found=$(aws ec2 describe-instances --region "$region" --output json --query 'Reservations[].Instances[].InstanceId' \
      --filters "Name=subnet-id,Values=$ids" Name=instance-state-name,Values=pending,running,shutting-down,stopping)
    found=$(jq --raw-output 'join(" ")' <<<"$found")
    [[ -n $found ]] || return 0
    echo "waiting for machines to leave $ids: $found"
    sleep 15
  done
}

# Each once EC2 finds that the one before can be reached again. What runs there, AWS does not know: Terraform asks before
# each, and that is the time to look whether etcd has all its members.
one_by_one() {
  local stack=$1 address region id
  echo "$stack: ${#stopping[@]} machines are changed and started again, one after the other"
  for line in "${stopping[@]}"; do
    IFS=$'\t' read -r address region <<<"$line"
    apply "$stack" "-target=$address"
    if command -v aws >/dev/null; then
      id=$("$terraform" -chdir="$stack" show -json | jq --raw-output --arg address "$address" \
        '.values.root_module.resources[] | select(.address == $address) | .values.id')
      echo "waiting until $address can be reached again"
      aws ec2 wait instance-status-ok --region "$region" --instance-ids "$id"
    else
      echo "see that $address can be reached again before you go on"
    fi
  done
}

last=${stacks[${#stacks[@]} - 1]}
second=()
subnets=()
for stack in "${stacks[@]}"; do
  "$terraform" -chdir="$stack" init -input=false
  look_ahead "$stack"
  if ((${#stopping[@]} > 1)); then one_by_one "$stack"; fi
  # The machines' own stack is what all others wait for.
  if [[ $stack == "$last" ]]; then leaving=(); fi
  if ((${#leaving[@]} == 0)); then
    apply "$stack"
    continue
  fi
  echo "$stack: these go last, when the machines have let go of them:"
  printf '  %s\n' "${leaving[@]}"
  second=("$stack" ${second[@]+"${second[@]}"})
  # What is not named while something is, Terraform leaves alone.
  if ((${#staying[@]} > 0)); then apply "$stack" "${staying[@]}"; fi
done

if ((${#subnets[@]} > 0)); then wait_for_machines; fi
for stack in ${second[@]+"${second[@]}"}; do
  echo "$stack: what goes last"
  apply "$stack"
done
