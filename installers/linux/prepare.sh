# Sourced by ./run and ./test: finds or installs what the product needs, and builds it when its sources changed.
# Everything is said on standard error; standard output belongs to the command that follows.

# The SDK asks for ICU, which a minimal system lacks; the product is built without culture data anyway.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

say() { printf '%s\n' "$*" >&2; }

# Runs a command as root: as we are, or with sudo when it asks for no password or somebody is there to type one.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        sudo "$@"
    else
        return 77
    fi
}

# apt_install PACKAGE...: 0 when they are installed.
apt_install() {
    command -v apt-get >/dev/null || return 1
    say "Installing $* …"
    {
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" ||
            { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }
    } >&2 </dev/null
}

prepare_tools() {
    local missing=()
    command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || [ -n "${SORA2_FFMPEG:-}" ] || missing+=(ffmpeg)
    command -v flite >/dev/null || missing+=(flite)
    # A minimal system trusts nobody, and packages are fetched from who can be trusted only.
    [ -e /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
    [ ${#missing[@]} -eq 0 ] && return
    apt_install "${missing[@]}" || true
    command -v flite >/dev/null ||
        say "flite is not installed: prompts with quoted speech are refused. Install it with: sudo apt-get install flite"
    if ! command -v ffmpeg >/dev/null && [ -z "${SORA2_FFMPEG:-}" ]; then
        say "ffmpeg is not installed, and no shot can be made without it. Install it, then run this again:"
        say "    sudo apt-get install ffmpeg"
        exit 1
    fi
}

# What the tests in C and C++ are built with, and what watches them; a user's machine need not have it.
prepare_compilers() {
    command -v valgrind >/dev/null || apt_install valgrind || true
    command -v cmake >/dev/null && command -v g++ >/dev/null && command -v make >/dev/null || apt_install cmake g++ make
}

# What the scripts for Resolve are tested with; a user's machine need not have it.
prepare_lua() {
    command -v luajit >/dev/null || apt_install luajit
}

# What the Premiere panel is built and tested with; a user's machine need not have it.
prepare_node() {
    command -v node >/dev/null && command -v npm >/dev/null || apt_install nodejs npm
}

# OpenAI's SDK for Node, which tests drive as users do; its tests skip without it and say why.
prepare_node_clients() {
    local folder=$root/tests/clients/openai-node
    command -v node >/dev/null && command -v npm >/dev/null || apt_install nodejs npm || true
    if ! command -v npm >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -lt 20 ]; then
        say "The tests with OpenAI's SDK for Node are skipped: they want Node 20 or newer, with npm."
        rm -rf "$folder/node_modules"
        return
    fi
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] && return
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts) >"$root/.run/npm.log" 2>&1 ||
        { say "npm ci failed, see $root/.run/npm.log: the tests with OpenAI's SDK for Node are skipped."; rm -rf "$folder/node_modules"; }
}

# The network that draws frames between frames; its tests skip without it and say why.
prepare_interpolation() {
    "$root/installers/interpolation/fetch" >"$root/.run/interpolation.log" 2>&1 ||
        say "RIFE could not be fetched, see $root/.run/interpolation.log: its tests are skipped."
}

# The networks that make pictures larger; their tests skip without them and say why.
prepare_upscaling() {
    "$root/installers/upscaling/fetch" >"$root/.run/upscaling.log" 2>&1 ||
        say "ESRGAN could not be fetched, see $root/.run/upscaling.log: its tests are skipped."
}

# The SDK must satisfy global.json; dotnet itself knows.
has_sdk() { (cd "$root" && "$1" --version) >/dev/null 2>&1; }

prepare_sdk() {
    local candidate
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nonexistent}/dotnet" "$HOME/.dotnet/dotnet" /usr/lib/dotnet/dotnet /usr/share/dotnet/dotnet; do
        if [ -x "$candidate" ] && has_sdk "$candidate"; then
            use_sdk "$candidate"
            return
        fi
    done

    if command -v apt-cache >/dev/null && { apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1 ||
        { as_root apt-get update >&2 && apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; }; }; then
        apt_install dotnet-sdk-10.0 || true
        candidate=$(command -v dotnet || true)
        if [ -n "$candidate" ] && has_sdk "$candidate"; then
            use_sdk "$candidate"
            return
        fi
        say "The .NET 10 SDK is missing. Install it, then run this again:"
        say "    sudo apt-get install dotnet-sdk-10.0"
        exit 1
    fi

    say "The .NET 10 SDK (10.0.100 or newer) is missing, and this system's apt offers no dotnet-sdk-10.0."
    say "Install it from https://dotnet.microsoft.com/download/dotnet/10.0 (its dotnet-install.sh with"
    say "\"--channel 10.0\" puts it into ~/.dotnet and needs no root), then run this again."
    exit 1
}

use_sdk() {
    dotnet=$1
    # The built programs look for the runtime here; without it they know the system's usual places only.
    DOTNET_ROOT=$(dirname "$(readlink -f "$1")")
    export DOTNET_ROOT DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

# One line that changes whenever a source file is added, removed or written.
sources_stamp() {
    (cd "$root" && find Sora2.LocalServer Sora2.PluginHost bridge-native/resolve proto samples tests benchmarks ./*.props ./*.sln global.json \
        \( -name bin -o -name obj -o -name output \) -prune -o \
        -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.proto' -o -name '*.props' -o -name '*.sln' -o -name '*.json' \
        -o -name '*.css' -o -name '*.js' -o -name '*.razor' -o -name '*.html' -o -name '*.svg' -o -path 'samples/*.md' -o -path 'bridge-native/*.lua' \) \
        -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort | sha256sum)
}

# A server that runs from this build must not have its files changed under it. It puts its job back and ends;
# the next command starts the new one.
stop_own_server() {
    local discovery="${SORA2_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/sora2}/run/endpoint.json" pid
    [ -f "$discovery" ] || return 0
    pid=$(sed -n 's/.*"pid": *\([0-9]*\).*/\1/p' "$discovery")
    case "$(readlink "/proc/${pid:-none}/exe" 2>/dev/null)" in
        "$root"/*)
            say "Stopping the running server: its program is being rebuilt …"
            kill -TERM "$pid" 2>/dev/null || true
            timeout 20 tail --pid="$pid" -f /dev/null || true
            ;;
    esac
}

# build NAME TARGET...: builds the targets in Release unless nothing changed since they were last built.
build() {
    local name=$1 stamp log
    shift
    mkdir -p "$root/.run"
    exec 8>"$root/.run/lock"
    flock 8
    stamp="$(sources_stamp) $("$dotnet" --version)"
    if [ -f "$root/.run/$name.stamp" ] && [ "$(cat "$root/.run/$name.stamp")" = "$stamp" ]; then
        flock -u 8
        return
    fi

    stop_own_server
    say "Building (a minute or two the first time) …"
    log=$root/.run/$name.log
    : >"$log"
    local target
    for target in "$@"; do
        if ! (cd "$root" && "$dotnet" build "$target" -c Release -v quiet -nologo) >>"$log" 2>&1; then
            say "The build failed:"
            grep -E 'error|Error' "$log" | sort -u | head -20 >&2 || true
            say "All of it is in $log."
            exit 1
        fi
    done

    printf '%s' "$stamp" >"$root/.run/$name.stamp"
    flock -u 8
}
