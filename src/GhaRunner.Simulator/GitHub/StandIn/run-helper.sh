#!/bin/bash
# Runs the listener once and says what its exit code means.

if [[ $(id -u) -eq 0 && -z ${RUNNER_ALLOW_RUNASROOT:-} ]]; then
  echo "Must not run interactively with sudo"
  exit 1
fi

root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# The listener handles an interrupt of the group; this script waits for its exit code.
trap : INT
"$root/bin/Runner.Listener" run "$@"
code=$?

case $code in
  0)
    echo "Runner listener exit with 0 return code, stop the service, no retry needed."
    exit 0
    ;;
  1)
    echo "Runner listener exit with terminated error, stop the service, no retry needed."
    exit 0
    ;;
  2)
    echo "Runner listener exit with retryable error, re-launch runner in 5 seconds."
    sleep 5
    exit 2
    ;;
  *)
    echo "Exiting with unknown error code: $code"
    exit 0
    ;;
esac
