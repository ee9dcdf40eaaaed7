#!/bin/bash
# Usage: load-images PREFIX
#
# Loads every image that lies below PREFIX of the cluster's bucket into docker, each an archive of docker save: docker of
# this time cannot pull them, and no pod starts without the one that holds its network. One that cannot be loaded does
# not keep the others away. load-images.timer starts it again when it has failed.
# shellcheck source=/dev/null
source /opt/lib/machine.sh
prefix=$1/

docker_answers() {
  docker version >/dev/null 2>&1
}

# Sets `keys`.
look() {
  keys=$(aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$prefix" --query 'Contents[].[Key]' --output text)
}

load() {
  aws s3 cp --only-show-errors "s3://$BUCKET/$1" - </dev/null | docker load
}

# docker starts behind flanneld, which may take its time.
for ((second = 0; second < 120; second += 2)); do
  if docker_answers; then break; fi
  sleep 2
done
docker_answers || fail "docker does not answer"
retry look || fail "the bucket does not say which images there are"
lost=0
number=0
while read -r key; do
  [[ $key == "$prefix"?* ]] || continue
  if retry load "$key"; then
    number=$((number + 1))
  else
    say "$key is not loaded"
    lost=$((lost + 1))
  fi
done <<<"$keys"
((lost == 0)) || fail "$lost images below s3://$BUCKET/$prefix are not loaded"
say "$number images are loaded"
