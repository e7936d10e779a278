#!/bin/bash
# A stand-in for the runner's listener: speaks the simulator's protocol, runs jobs of plain shell steps.

set -uo pipefail
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
version=$(<"$root/bin/version")
cd "$root" || exit 1

if [[ -r .env ]]; then
  while IFS='=' read -r key value; do
    [[ $key =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] && export "$key=$value"
  done <.env
fi

# shellcheck source=/dev/null
source "$root/bin/lib/terminal.sh"
# shellcheck source=/dev/null
source "$root/bin/lib/input.sh"
# shellcheck source=/dev/null
source "$root/bin/lib/server.sh"

verb=${1:-run}
case $verb in
  --version)
    echo "$version"
    ;;
  warmup) ;;
  configure | remove)
    # shellcheck source=/dev/null
    source "$root/bin/lib/configure.sh"
    read_input "${@:2}" || exit 1
    "$verb"
    ;;
  run)
    # shellcheck source=/dev/null
    source "$root/bin/lib/job.sh"
    # shellcheck source=/dev/null
    source "$root/bin/lib/upload.sh"
    # shellcheck source=/dev/null
    source "$root/bin/lib/listen.sh"
    read_input "${@:2}" || exit 1
    listen
    ;;
  *)
    echo "Unrecognized command-line input arguments: '$verb'. For usage refer to: .\\config.cmd --help or ./config.sh --help"
    exit 1
    ;;
esac
