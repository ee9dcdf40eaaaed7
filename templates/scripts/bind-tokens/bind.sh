names=()
sources=()
references=()
keys=()
values=()
known=()

read_table() {
  local name source reference key
  while IFS=$'\t' read -r name source reference key || [[ -n $name ]]; do
    names+=("$name")
    sources+=("$source")
    references+=("$reference")
    keys+=("$key")
    values+=("")
    known+=(no)
  done <"$1"
}

# Sets `index` to a token's place in the table.
look_up() {
  for ((index = 0; index < ${#names[@]}; index++)); do
    if [[ ${names[index]} == "$1" ]]; then return; fi
  done
  fail "%%$1%% in $2: the table says nothing of it"
}

# Sets `value`; each token is fetched once. A command substitution cuts newlines off: the dot keeps them.
value_of() {
  look_up "$1" "$2"
  value=${values[index]}
  if [[ ${known[index]} == yes ]]; then return; fi
  local source=${sources[index]} key=${keys[index]}
  local lost="%%$1%% in $2: no value from $source ${references[index]}"
  value=$("fetch_$source" "${references[index]}" && echo .) || fail "$lost"
  value=${value%.}
  # What a program prints and a text file ends with is no part of the value.
  if [[ " ${asks[*]-} " == *" $source "* ]]; then value=${value%$'\n'}; fi
  if [[ -n $key ]]; then
    value=$(printf '%s' "$value" | under_key "$key" && echo .) || fail "$lost"
    value=${value%.}
  fi
  encode "$lost"
  values[index]=$value
  known[index]=yes
}

# Sets `text` to a file's content, to the last byte.
read_file() {
  [[ -f $1 ]] || fail "there is no file $1"
  text=$(cat -- "$1" && echo .)
  text=${text%.}
}

# Sets `bound` to a file's content with its tokens bound.
bind_file() {
  local rest name before
  read_file "$1"
  rest=$text
  bound=
  while [[ $rest =~ %%([A-Z][A-Z0-9_]*)%% ]]; do
    name=${BASH_REMATCH[1]}
    before=${rest%%"%%$name%%"*}
    value_of "$name" "$1"
    bound+=$before$value
    rest=${rest:$((${#before} + ${#name} + 4))}
  done
  bound+=$rest
}

temporary=
trap '[[ -z $temporary ]] || rm -f -- "$temporary"' EXIT

replace_file() {
  temporary=$(mktemp "$1.XXXXXX")
  printf '%s' "$2" >"$temporary"
  chmod "$(stat -c %a -- "$1" 2>/dev/null || stat -f %Lp -- "$1")" "$temporary"
  if [[ $EUID == 0 ]]; then chown "$(stat -c %u:%g -- "$1" 2>/dev/null || stat -f %u:%g -- "$1")" "$temporary"; fi
  mv -f -- "$temporary" "$1"
  temporary=
}

bind_all() {
  local file
  local -a texts=()
  for file; do
    bind_file "$file"
    texts+=("$bound")
  done
  for file; do
    read_file "$file"
    if [[ ${texts[0]} != "$text" ]]; then replace_file "$file" "${texts[0]}"; fi
    texts=("${texts[@]:1}")
  done
}
