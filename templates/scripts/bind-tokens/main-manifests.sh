# Sets `value` to its form inside double quotes, as JSON and YAML share it: that is where tokens of manifests stand.
encode() {
  local character code
  printf '%s' "$value" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1 || fail "$1: it is not UTF-8 text"
  value=${value//\\/\\\\}
  value=${value//\"/\\\"}
  # What YAML 1.1 reads as a line break or refuses: U+0080 to U+009F, U+2028, U+2029 and U+FEFF, as UTF-8.
  for code in {128..159}; do
    printf -v character '%b' "\\xc2\\x$(printf '%x' "$code")"
    value=${value//"$character"/\\u00$(printf '%x' "$code")}
  done
  value=${value//$'\xe2\x80\xa8'/\\u2028}
  value=${value//$'\xe2\x80\xa9'/\\u2029}
  value=${value//$'\xef\xbb\xbf'/\\ufeff}
  value=${value//$'\xef\xbf\xbe'/\\ufffe}
  value=${value//$'\xef\xbf\xbf'/\\uffff}
  [[ $value == *[[:cntrl:]]* ]] || return 0
  for code in {1..31} 127; do
    printf -v character '%b' "\\x$(printf '%02x' "$code")"
    value=${value//"$character"/\\u00$(printf '%02x' "$code")}
  done
}

list_file() {
  local line number=0
  read_file "$1"
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    while [[ $line =~ %%([A-Z][A-Z0-9_]*)%% ]]; do
      look_up "${BASH_REMATCH[1]}" "$1"
      printf '%%%%%s%%%%\t%s:%s\t%s %s\n' "${names[index]}" "$1" "$number" "${sources[index]}" "${references[index]}${keys[index]:+, key ${keys[index]}}"
      line=${line#*"%%${BASH_REMATCH[1]}%%"}
    done
  done <<<"${text%$'\n'}"
}

list_asked() {
  local file source
  for file; do list_file "$file"; done | cut -f 3 | while IFS= read -r source; do
    if [[ " ${asks[*]-} " == *" ${source%% *} "* ]]; then printf '%s\n' "$source"; fi
  done | sort -u
}

# The bound texts, each with a NUL behind it: all of them, or nothing.
print_all() {
  local file
  local -a texts=()
  for file; do
    bind_file "$file"
    texts+=("$bound")
  done
  printf '%s\0' "${texts[@]}"
}

# --list only says which tokens are open in which line, and where they would come from; --asked says the same of those that
# are read with somebody's rights, without their places. --print leaves the files alone.
mode=bind
if [[ ${1-} == --list || ${1-} == --asked || ${1-} == --print ]]; then
  mode=${1#--}
  shift
fi
(($# >= 1)) || fail "usage: bind-tokens [--list | --asked | --print] TABLE FILE..."
read_table "$1"
shift
case $mode in
  list) for file; do list_file "$file"; done ;;
  asked) list_asked "$@" ;;
  print) print_all "$@" ;;
  bind) bind_all "$@" ;;
esac
