#!/usr/bin/env bash
# Builds everything and runs all tests: unit tests, front end, wire tests, the stores on SQLite and PostgreSQL, and the journey in
# a headless browser. Says what is missing, and installs it where it can (Debian's packages, as root).
#   ./test.sh                  everything
#   ./test.sh --filter NAME    only tests whose name contains NAME (as dotnet test --filter "FullyQualifiedName~NAME")
set -euo pipefail
cd "$(dirname "$0")"

need() { # command, Debian package, why
  command -v "$1" >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "test.sh: installing $2 ($3)"
    [ -n "${apt_updated:-}" ] || { apt-get update -qq; apt_updated=1; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
  else
    echo "test.sh: $1 is missing ($3). Install Debian's package $2 and start again." >&2
    exit 2
  fi
}

command -v dotnet >/dev/null 2>&1 || { echo "test.sh: the .NET 10 SDK is missing. Install it and start again." >&2; exit 2; }
need node nodejs "the chat widget is built with Node.js 20 or later"
need npm npm "the chat widget is built with npm"
need aiosmtpd python3-aiosmtpd "e-mails are sent to a real mail server"
need chromium chromium "the journey runs in headless Chromium"
postgres=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1 || true)
[ -n "$postgres" ] || need initdb postgresql "the stores are tested on PostgreSQL too"

filter=()
[ "${1:-}" = "--filter" ] && filter=(--filter "FullyQualifiedName~${2:?--filter needs a name}")

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT

echo "== build"
dotnet build MagBot.sln -c Release -v quiet

echo "== format"
dotnet format MagBot.sln --verify-no-changes --no-restore

echo "== knowledge"
dotnet run --project src/MagBot.Cli -c Release --no-build -- check

echo "== evaluation"
dotnet run --project src/MagBot.Cli -c Release --no-build -- eval knowledge/eval/*.jsonl --at-least 75

echo "== front end"
npm test --silent --prefix src/MagBot.Widget

echo "== tests"
failed=0
# One project after the other: some start servers and browsers, and two cores are enough for one of them.
for project in tests/*.Tests/*.csproj; do
  # Minimal says which tests failed and why; quiet would only count them.
  dotnet test "$project" -c Release --no-build --nologo -v quiet --logger "console;verbosity=minimal" "${filter[@]}" 2>&1 | tee -a "$log" || failed=1
done

# The last line sums up what the projects said.
awk '/Failed: *[0-9]+, Passed: *[0-9]+/ {
       match($0, /Failed: *[0-9]+/);  f += substr($0, RSTART + 7, RLENGTH - 7)
       match($0, /Passed: *[0-9]+/);  p += substr($0, RSTART + 7, RLENGTH - 7)
       match($0, /Skipped: *[0-9]+/); s += substr($0, RSTART + 8, RLENGTH - 8) }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit "$failed"
