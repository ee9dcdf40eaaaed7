#!/bin/bash
# Usage: aws SERVICE COMMAND ARGUMENT...
#
# Stands for the AWS command line on images that do not bring it, in the words in which scripts of machines call it: requests that
# curl (8.0 or later) signs with what instance metadata lends the machine's role. No key, and no value that is put away, is
# on a command line. What it does not know it refuses: it is no command line for people.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
set +x

unknown() {
  echo "aws: this stands for the AWS command line, and does not know: aws $*" >&2
  exit 252
}
call="$*"
service=${1-} command=${2-}
(($# >= 2)) || unknown "$call"
shift 2

# Options by name; words without one are the others.
declare -A given=()
others=() includes=() filters=()
while (($# > 0)); do
  case $1 in
    --recursive | --only-show-errors | --with-decryption | --overwrite | --no-cli-pager) given[${1#--}]=yes ;;
    --include)
      includes+=("$2")
      shift
      ;;
    --filters)
      while (($# > 1)) && [[ $2 != --* ]]; do
        filters+=("$2")
        shift
      done
      ;;
    --no-allow-reassociation) given[allow-reassociation]=false ;;
    --*=*)
      name=${1%%=*}
      given[${name#--}]=${1#*=}
      ;;
    --*)
      (($# > 1)) || unknown "$call"
      given[${1#--}]=$2
      shift
      ;;
    *) others+=("$1") ;;
  esac
  shift
done

# A character by its number, in UTF-8 whatever the locale is.
character() {
  local code=$1 byte out=''
  local -a bytes
  if ((code < 0x80)); then
    bytes=("$code")
  elif ((code < 0x800)); then
    bytes=($((0xC0 | code >> 6)) $((0x80 | code & 0x3F)))
  elif ((code < 0x10000)); then
    bytes=($((0xE0 | code >> 12)) $((0x80 | code >> 6 & 0x3F)) $((0x80 | code & 0x3F)))
  else
    bytes=($((0xF0 | code >> 18)) $((0x80 | code >> 12 & 0x3F)) $((0x80 | code >> 6 & 0x3F)) $((0x80 | code & 0x3F)))
  fi
  for byte in "${bytes[@]}"; do
    printf -v byte '\\x%02x' "$byte"
    out+=$byte
  done
  printf '%b' "$out"
}

# What a JSON text stands for.
plain() {
  local rest=$1 code low
  while [[ $rest == *\\* ]]; do
    printf '%s' "${rest%%\\*}"
    rest=${rest#*\\}
    case ${rest:0:1} in
      n) printf '\n' ;;
      r) printf '\r' ;;
      t) printf '\t' ;;
      b) printf '\b' ;;
      f) printf '\f' ;;
      u)
        code=$((16#${rest:1:4}))
        rest=${rest:4}
        if ((code >= 0xD800 && code < 0xDC00)) && [[ ${rest:1:2} == \\u ]]; then
          low=$((16#${rest:3:4}))
          code=$((0x10000 + (code - 0xD800) * 0x400 + low - 0xDC00))
          rest=${rest:6}
        fi
        character "$code"
        ;;
      *) printf '%s' "${rest:0:1}" ;;
    esac
    rest=${rest:1}
  done
  printf '%s' "$rest"
}

# A text of a JSON object, by the key that stands in it once.
json_text() {
  local found
  found=$(grep -o "\"$1\" *: *\"\\([^\"\\\\]\\|\\\\.\\)*\"" | head -n 1) || return
  found=${found#*\":}
  found=${found#*\"}
  found=${found%\"}
  plain "$found"
}

# A text as JSON has it.
json_word() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\r'/\\r}
  text=${text//$'\t'/\\t}
  printf '"%s"' "$text"
}

# Texts of an XML answer between tags of a name, a line each.
xml_texts() {
  grep -o "<$1>[^<]*</$1>" | sed "s|^<$1>||; s|</$1>\$||; s/&quot;/\"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\\&/g" || true
}

role=$(metadata iam/security-credentials/) || fail "the machine has no role to ask AWS with"
lent=$(metadata "iam/security-credentials/${role%%$'\n'*}") || fail "instance metadata lends no key"
domain=$(metadata services/domain 2>/dev/null) || domain=amazonaws.com
key_id=$(json_text AccessKeyId <<<"$lent")
secret=$(json_text SecretAccessKey <<<"$lent")
session=$(json_text Token <<<"$lent")

# Asks $1 at the path $2, with further words of curl. What it answers is printed, a refusal on standard error.
ask() {
  local service=$1 path=$2 base answer code=0
  shift 2
  base=${AWS_ENDPOINT_URL:-https://$service.$AWS_DEFAULT_REGION.$domain}
  # monitoring is what CloudWatch is called in URLs and signatures.
  curl --config <(printf 'user = "%s:%s"\nheader = "x-amz-security-token: %s"\n' "$key_id" "$secret" "$session") \
    --silent --show-error --fail-with-body --max-time 600 --aws-sigv4 "aws:amz:$AWS_DEFAULT_REGION:$service" "$@" "$base$path" || {
    code=$?
    echo >&2
    return "$code"
  }
}

# Of services that take JSON: the target, and a body from standard input.
ask_json() {
  local answer
  answer=$(ask "$1" / --request POST --header 'Content-Type: application/x-amz-json-1.1' --header "X-Amz-Target: $2" --data-binary @- 2>&1) || {
    # Which code of an error it is, is all that callers ask for.
    echo "aws: $call: $answer" | head -c 600 >&2
    echo >&2
    return 254
  }
  printf '%s' "$answer"
}

# Of services that take a form: version, action, fields.
ask_form() {
  local service=$1 answer field
  local -a fields=(--data-urlencode "Version=$2" --data-urlencode "Action=$3")
  shift 3
  for field; do fields+=(--data-urlencode "$field"); done
  answer=$(ask "$service" / --request POST "${fields[@]}" 2>&1) || {
    echo "aws: $call: $(xml_texts Code <<<"$answer" | head -n 1): $(xml_texts Message <<<"$answer" | head -n 1)" >&2
    return 254
  }
  printf '%s' "$answer"
}

# Filters in the words of the command line, "Name=status,Values=available,error", as EC2's form has them: fields.
filter_fields() {
  local each values value number=0 inner
  for each in "${filters[@]}"; do
    number=$((number + 1)) inner=0
    [[ $each == Name=*,Values=* ]] || unknown "$call"
    values=${each#*,Values=} each=${each%%,Values=*}
    fields+=("Filter.$number.Name=${each#Name=}")
    while IFS= read -r value; do
      inner=$((inner + 1))
      fields+=("Filter.$number.Value.$inner=$value")
    done <<<"${values//,/$'\n'}"
  done
}

# Tags in the words of the command line, "ResourceType=snapshot,Tags=[{Key=a,Value=b},{Key=c,Value=d}]": fields.
tag_fields() {
  local rest=$1 number=0
  [[ $rest =~ ^ResourceType=([a-z-]+),Tags=\[(.*)\]$ ]] || unknown "$call"
  fields+=("TagSpecification.1.ResourceType=${BASH_REMATCH[1]}")
  rest=${BASH_REMATCH[2]}
  while [[ $rest =~ ^,?\{Key=([^,]*),Value=([^}]*)\}(.*)$ ]]; do
    number=$((number + 1))
    fields+=("TagSpecification.1.Tag.$number.Key=${BASH_REMATCH[1]}" "TagSpecification.1.Tag.$number.Value=${BASH_REMATCH[2]}")
    rest=${BASH_REMATCH[3]}
  done
  [[ -z $rest ]] || unknown "$call"
}

ec2() {
  ask_form ec2 2016-11-15 "$@"
}

# What an answer lists, an item a line, without its tags, which are items, too.
items() {
  tr -d '\n' | sed 's|<tagSet>|\n<tagSet>|g; s|</tagSet>|</tagSet>\n|g' | grep -v '^<tagSet>' | tr -d '\n' |
    sed 's|<item>|\n<item>|g' | grep '^<item>' || true
}

# The bucket and the key of s3://bucket/key.
split() {
  local rest=${1#s3://}
  bucket=${rest%%/*}
  key=${rest#"$bucket"}
  key=${key#/}
}

# A key as a path has it: letters, digits and -._~/ as they are.
encoded() {
  local text=$1 out='' i each
  for ((i = 0; i < ${#text}; i++)); do
    each=${text:i:1}
    case $each in
      [A-Za-z0-9._~/-]) out+=$each ;;
      *)
        printf -v each '%%%02X' "'$each"
        out+=$each
        ;;
    esac
  done
  printf '%s' "$out"
}

# Keys of the bucket that begin so, a line each.
list() {
  local page next='' token
  while true; do
    token=
    if [[ -n $next ]]; then token="continuation-token=$(encoded "$next" | sed 's|/|%2F|g')&"; fi
    page=$(ask s3 "/$1?${token}list-type=2&prefix=$(encoded "$2" | sed 's|/|%2F|g')") || return
    xml_texts Key <<<"$page"
    next=$(xml_texts NextContinuationToken <<<"$page")
    [[ -n $next ]] || return 0
  done
}

is_included() {
  local each
  for each in "${includes[@]}"; do
    # The pattern is meant.
    # shellcheck disable=SC2053
    if [[ $1 == $each ]]; then return 0; fi
  done
  return 1
}

copy() {
  local from=${others[0]-} to=${others[1]-} each path keys
  if [[ $from == s3://* && -n ${given[recursive]-} ]]; then
    split "$from"
    path=$key
    keys=$(list "$bucket" "$path") || return 1
    while IFS= read -r each; do
      if [[ -z $each ]] || ! is_included "${each#"$path"}"; then continue; fi
      mkdir -p "$(dirname "${to%/}/${each#"$path"}")"
      ask s3 "/$bucket/$(encoded "$each")" --output "${to%/}/${each#"$path"}" || return 1
    done <<<"$keys"
  elif [[ $from == s3://* ]]; then
    split "$from"
    # Whole or not at all: what comes with a refusal is not the object.
    temporary=$(mktemp /var/tmp/aws.XXXXXX)
    ask s3 "/$bucket/$(encoded "$key")" --output "$temporary" || {
      xml_texts Message <"$temporary" >&2
      return 1
    }
    if [[ $to == - ]]; then cat "$temporary"; else mv "$temporary" "$to"; fi
  elif [[ $from == - && $to == s3://* ]]; then
    split "$to"
    ask s3 "/$bucket/$(encoded "$key")" --request PUT --header 'x-amz-server-side-encryption: AES256' --data-binary @- --header 'Content-Type: binary/octet-stream' >/dev/null
  else
    unknown "$call"
  fi
}

case "$service $command ${given[query]-}" in
  "s3 cp ") copy ;;
  "s3 rm ")
    split "${others[0]-}"
    ask s3 "/$bucket/$(encoded "$key")" --request DELETE >/dev/null
    ;;
  "s3api list-objects-v2 Contents[].[Key]") list "${given[bucket]}" "${given[prefix]}" ;;
  "ssm get-parameter Parameter.Value")
    ask_json ssm AmazonSSM.GetParameter <<<"{\"Name\":$(json_word "${given[name]}"),\"WithDecryption\":true}" | json_text Value
    echo
    ;;
  "ssm put-parameter ")
    [[ ${given[value]-} == file:///dev/stdin ]] || unknown "$call"
    value=$(cat && echo .)
    ask_json ssm AmazonSSM.PutParameter < <(
      printf '{"Name":%s,"Type":%s,"Value":%s,"Overwrite":%s}' "$(json_word "${given[name]}")" \
        "$(json_word "${given[type]:-SecureString}")" "$(json_word "${value%.}")" "$([[ -n ${given[overwrite]-} ]] && echo true || echo false)"
    ) >/dev/null
    ;;
  "secretsmanager get-secret-value SecretString")
    ask_json secretsmanager secretsmanager.GetSecretValue <<<"{\"SecretId\":$(json_word "${given[secret-id]}")}" | json_text SecretString
    echo
    ;;
  "autoscaling complete-lifecycle-action ")
    ask_form autoscaling 2011-01-01 CompleteLifecycleAction "AutoScalingGroupName=${given[auto-scaling-group-name]}" \
      "InstanceId=${given[instance-id]}" "LifecycleHookName=${given[lifecycle-hook-name]}" \
      "LifecycleActionResult=${given[lifecycle-action-result]}" >/dev/null
    ;;
  "autoscaling describe-instance-refreshes "*)
    # The only question that is asked: which of them are under way.
    ask_form autoscaling 2011-01-01 DescribeInstanceRefreshes "AutoScalingGroupName=${given[auto-scaling-group-name]}" |
      xml_texts Status | sed -n 's/^\(Pending\|InProgress\)$/"\1"/p'
    ;;
  "ec2 describe-volumes Volumes[].VolumeId")
    fields=()
    filter_fields
    ec2 DescribeVolumes "${fields[@]}" | xml_texts volumeId | sort -u
    ;;
  "ec2 attach-volume ")
    ec2 AttachVolume "VolumeId=${given[volume-id]}" "InstanceId=${given[instance-id]}" "Device=${given[device]}" >/dev/null
    ;;
  "ec2 create-snapshot ")
    fields=("VolumeId=${given[volume-id]}" "Description=${given[description]}")
    tag_fields "${given[tag-specifications]}"
    ec2 CreateSnapshot "${fields[@]}" >/dev/null
    ;;
  "ec2 describe-snapshots sort_by(Snapshots, &StartTime)[].SnapshotId")
    fields=("Owner.1=${given[owner-ids]}")
    filter_fields
    ec2 DescribeSnapshots "${fields[@]}" | items | while IFS= read -r each; do
      echo "$(xml_texts startTime <<<"$each") $(xml_texts snapshotId <<<"$each")"
    done | sort | cut -d ' ' -f 2
    ;;
  "ec2 delete-snapshot ") ec2 DeleteSnapshot "SnapshotId=${given[snapshot-id]}" >/dev/null ;;
  "ec2 describe-addresses Addresses["*)
    # Two questions are asked: which an instance has, and which nobody has.
    fields=()
    filter_fields
    answer=$(ec2 DescribeAddresses "${fields[@]}") || exit
    wanted=${given[query]#*InstanceId==\'}
    items <<<"$answer" | while IFS= read -r each; do
      holder=$(xml_texts instanceId <<<"$each")
      case ${given[query]} in
        *InstanceId==*) [[ $holder == "${wanted%%\'*}" ]] || continue ;;
        *'!AssociationId'*) [[ -z $(xml_texts associationId <<<"$each") ]] || continue ;;
        *) unknown "$call" ;;
      esac
      xml_texts allocationId <<<"$each"
    done
    ;;
  "ec2 associate-address ")
    ec2 AssociateAddress "AllocationId=${given[allocation-id]}" "InstanceId=${given[instance-id]}" \
      "AllowReassociation=${given[allow-reassociation]:-true}" >/dev/null
    ;;
  "cloudwatch put-metric-data ")
    ask_form monitoring 2010-08-01 PutMetricData "Namespace=${given[namespace]}" "MetricData.member.1.MetricName=${given[metric-name]}" \
      "MetricData.member.1.Unit=${given[unit]}" "MetricData.member.1.Value=${given[value]}" >/dev/null
    ;;
  *) unknown "$call" ;;
esac
