#!/bin/bash
# Usage: generate.sh [OPTION...]
#
# Generates a client from each description beside this script, into a directory of its name. Options are handed to the generator.
# Swagger 1.2 takes swagger-codegen 2 (brew install swagger-codegen@2, or java -jar swagger-codegen-cli.jar), what came after it
# openapi-generator-cli; SWAGGER_CODEGEN and OPENAPI_GENERATOR name other programs.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
options=("$@")

generate() {
  command -v -- "$1" >/dev/null || {
    echo "generate.sh: there is no $1 here" >&2
    exit 1
  }
  echo "$1 makes $5 of $4"
  "$1" generate "$2" "$3" -i "$4" -o "$5" ${options[@]+"${options[@]}"}
}

old() { generate "${SWAGGER_CODEGEN:-swagger-codegen}" -l "$@"; }
later() { generate "${OPENAPI_GENERATOR:-openapi-generator-cli}" -g "$@"; }

%%CALLS%%
