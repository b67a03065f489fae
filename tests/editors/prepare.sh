# Sourced by the tests of real editors: installs what they drive, and gives them a home and a folder of their own.
# Sets root's companions: sora2 (the command), out (what stays to be looked at). Everything is removed or stopped at the end but out.
. "$root/installers/linux/prepare.sh"

# need COMMAND[:PACKAGE]... [-- PACKAGE...]: installs what is missing; ends the test, with the reason, where that cannot be done.
need() {
    local missing=() word command=1
    for word in "$@"; do
        if [ "$word" = -- ]; then
            command=
        elif [ -n "$command" ]; then
            command -v "${word%%:*}" >/dev/null || missing+=("${word##*:}")
        elif ! dpkg-query -W -f '${Status}' "$word" 2>/dev/null | grep -q 'ok installed'; then
            missing+=("$word")
        fi
    done
    if [ ${#missing[@]} -gt 0 ] && ! apt_install "${missing[@]}"; then
        echo "skipped: ${missing[*]} could not be installed"
        echo "0 passed, 0 failed, 1 skipped"
        exit 0
    fi
}

# editor_home NAME: a home for the server, which is stopped and removed at the end, and .run/NAME.
editor_home() {
    sora2=${SORA2_CLI:-$root/Sora2.PluginHost/Cli/bin/Release/net10.0/sora2}
    export SORA2_SERVER=${SORA2_SERVER:-$root/Sora2.LocalServer/bin/Release/net10.0/sora2-server}
    export SORA2_MODELS=${SORA2_MODELS:-$root/models}
    local needed
    for needed in "$sora2" "$SORA2_SERVER" "$SORA2_MODELS/sora2-mini/pack.json"; do
        [ -e "$needed" ] || { say "$needed is missing; build the solution first (./test does)."; exit 1; }
    done
    out=$root/.run/$1
    rm -rf "$out"
    mkdir -p "$out"
    SORA2_HOME=$(mktemp -d)
    export SORA2_HOME
    trap stop_server EXIT
}

stop_server() {
    local pid
    pid=$(sed -n 's/.*"pid": *\([0-9]*\).*/\1/p' "$SORA2_HOME/run/endpoint.json" 2>/dev/null || true)
    [ -z "$pid" ] || kill "$pid" || true
    while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    rm -rf "$SORA2_HOME"
}
