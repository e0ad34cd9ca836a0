# Cleans one server's model cache, one folder a chute, and reports what it did as JSON to the file in $1.
# Further arguments: the oldest last use in days, the most GiB to keep, ids of chutes in use (comma-separated; their folders
# are never touched). The cache is in HF_HOME.
set -u
max_age_days=$2
max_size_gib=$3
keep=$4
now=$(date +%s)
oldest=$((now - max_age_days * 86400))
# A chute that starts while this runs reads its folder first: what was read within the hour is left alone too.
settled=$((now - 3600))
max_kib=$((max_size_gib * 1048576))
freed_kib=0
removed=0

in_use() {
  case ",$keep," in *",$(basename "$1"),"*) return 0 ;; esac
  return 1
}
size_kib() { du -sk "$1" | cut -f1; }
last_read() {
  read_at=$(find "$1" -type f -exec stat -c %X {} + | sort -n | tail -n 1)
  echo "${read_at:-$(stat -c %Y "$1")}"
}
remove() {
  kib=$(size_kib "$1")
  if rm -rf -- "$1"; then
    freed_kib=$((freed_kib + kib))
    removed=$((removed + 1))
  else
    echo "cannot remove $1" >&2
  fi
}
# Folders that may go when they were last read before $1, largest first.
candidates() {
  for folder in "$HF_HOME"/????????-????-????-????-????????????; do
    if [ -d "$folder" ] && ! in_use "$folder" && [ "$(last_read "$folder")" -lt "$1" ]; then
      echo "$(size_kib "$folder") $folder"
    fi
  done | sort -rn | cut -d' ' -f2-
}

old=$(candidates "$oldest")
IFS='
'
for folder in $old; do
  remove "$folder"
done
for folder in $(candidates "$settled"); do
  [ "$(size_kib "$HF_HOME")" -gt "$max_kib" ] || break
  remove "$folder"
done
printf '{"bytes_freed":%d,"bytes_left":%d,"entries_removed":%d}' \
  $((freed_kib * 1024)) $(($(size_kib "$HF_HOME") * 1024)) "$removed" >"$1"
