#!/bin/sh
# The library needs system libraries alone, exports what the header declares and nothing else, and is never unloaded.
set -eu
library=$1
header=$2

strange=$(ldd "$library" | awk '{ print $1 }' | grep -vE '^(linux-vdso\.so\.1|libc\.so\.6|libm\.so\.6|libdl\.so\.2|libpthread\.so\.0|librt\.so\.1|/lib.*/ld-linux.*)$' || true)
[ -z "$strange" ] || { echo "needs $strange"; exit 1; }

declared=$(grep -oE '\bsora2_[a-z_]+\(' "$header" | tr -d '(' | sort -u)
exported=$(nm -D --defined-only "$library" | awk '$2 == "T" { print $3 }' | sed 's/@.*//' | sort -u)
[ "$declared" = "$exported" ] || { echo "declared: $declared"; echo "exported: $exported"; exit 1; }

readelf -d "$library" | grep -q NODELETE || { echo "may be unloaded"; exit 1; }

bytes=$(wc -c <"$library")
[ "$bytes" -lt 26214400 ] || { echo "$bytes bytes are more than 25 MiB"; exit 1; }
echo "$bytes bytes"
