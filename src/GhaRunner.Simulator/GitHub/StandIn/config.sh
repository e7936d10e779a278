#!/bin/bash
# Registers this folder as a runner, or with "remove" takes the registration back.

if [[ $(id -u) -eq 0 && -z ${RUNNER_ALLOW_RUNASROOT:-} ]]; then
  echo "Must not run with sudo"
  exit 1
fi

root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
if [[ ${1:-} == remove ]]; then
  shift
  exec "$root/bin/Runner.Listener" remove "$@"
fi
exec "$root/bin/Runner.Listener" configure "$@"
