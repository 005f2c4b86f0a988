#!/bin/sh
# Builds MagBot and starts it: ./run.sh [--urls http://localhost:5080] [further arguments of the host]
# The host takes the place of this script, so a signal to its process id reaches the host.
set -eu

caller=$PWD
root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

fail() {
    printf 'run.sh: %s\n' "$1" >&2
    exit 1
}

can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

install() {
    printf 'run.sh: installing %s\n' "$*" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null 2>&1 || true
}

has_sdk() {
    command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'
}

has_node() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 \
        && [ "$(node -p 'parseInt(process.versions.node)' 2>/dev/null || echo 0)" -ge 20 ]
}

has_sdk || { can_install && install dotnet-sdk-10.0; } || true
has_sdk || fail 'the .NET 10 SDK is needed and was not found. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 (or the package dotnet-sdk-10.0) and start again.'
has_node || { can_install && install nodejs npm; } || true
has_node || fail 'Node.js 20 or later with npm is needed to build the chat widget and was not found. Install it from https://nodejs.org (or the packages nodejs and npm) and start again.'

# Relative directories are meant from where the caller stands; the defaults are those of the checkout.
case ${MagBot__DataDirectory:-} in '' | /*) ;; *) export MagBot__DataDirectory="$caller/$MagBot__DataDirectory" ;; esac
case ${MagBot__KnowledgeDirectory:-} in '' | /*) ;; *) export MagBot__KnowledgeDirectory="$caller/$MagBot__KnowledgeDirectory" ;; esac

cd "$root"
log=$(mktemp)
if ! dotnet build src/MagBot.Host/MagBot.Host.csproj -c Release -v quiet -nologo -clp:NoSummary >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail 'the build failed; the reason stands above.'
fi
rm -f "$log"

exec dotnet src/MagBot.Host/bin/Release/net10.0/MagBot.Host.dll "$@"
