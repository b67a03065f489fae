#!/bin/sh
# needed.sh BINARY: fails when the bundle's binary needs more than the system's own libraries, or exports more than hosts call.
set -eu
status=0

for library in $(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
    case $library in
        libc.so.6 | libm.so.6 | libdl.so.2 | libpthread.so.0 | ld-linux-*) ;;
        *) echo "needs $library"; status=1 ;;
    esac
done

exports=$(nm -D --defined-only "$1" | awk '{ print $3 }' | sort | tr '\n' ' ')
if [ "$exports" != "OfxGetNumberOfPlugins OfxGetPlugin OfxSetHost " ]; then
    echo "exports $exports"
    status=1
fi

exit $status
