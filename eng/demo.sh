#!/usr/bin/env bash
# Shows the product at work on this machine: builds it, starts a simulated GitHub, and runs the three jobs of a workflow
# (start a runner, run a job on it, give the machine back), with the providers local and aws (simulated, too), and with
# docker where an engine is.
# Needs Linux and the .NET SDK. Leaves nothing, and fails if something is left.
# Usage: eng/demo.sh [--provider local|docker|aws] [--count N] [--image IMAGE]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=eng/root.sh
. eng/root.sh

readonly image=gha-runner-test-base:bookworm
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf 'demo: %s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

build() { # project
  say "building src/$1"
  dotnet build "src/$1" --configuration Release --verbosity quiet -p:RunAnalyzers=false >"$log" 2>&1 || {
    cat "$log" >&2
    fail "src/$1 does not build, see above"
  }
}

# Where docker will be shown with the image that is made here, make it if it is missing. Whether docker is shown at all,
# and if not why, is said by the demo itself.
make_image() {
  [[ $* != *--image* ]] && { [[ $* != *--provider* ]] || [[ $* == *docker* ]]; } || return 0
  docker version >/dev/null 2>&1 || return 0
  ! docker image inspect "$image" >/dev/null 2>&1 || return 0
  command -v mmdebstrap >/dev/null || may_install || return 0
  say "making the image $image, once (half a minute)"
  eng/images.sh --base >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    say "eng/images.sh failed, see above"
  }
}

[[ $(uname -s) == Linux ]] || fail "needs Linux: the provider local finds its processes in /proc"
command -v dotnet >/dev/null || fail "needs the .NET SDK 10: https://dotnet.microsoft.com/download"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
build GhaRunner.Actions
build GhaRunner.Simulator
make_image "$@"
rm -f "$log"
exec src/GhaRunner.Simulator/bin/Release/net10.0/gha-runner-simulator demo \
  --program src/GhaRunner.Actions/bin/Release/net10.0/gha-runner "$@"
