#!/bin/bash
# Keeps the listener running. Like the real one it exits 0 for nearly every failure, and forwards signals only when
# RUNNER_MANUALLY_TRAP_SIG is set.

root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
signaled=''

forward() {
  signaled=yes
  kill -INT -- "-$helper"
}

if [[ -n ${RUNNER_MANUALLY_TRAP_SIG:-} ]]; then
  set -m
  trap forward INT TERM
fi

while :; do
  if [[ -n ${RUNNER_MANUALLY_TRAP_SIG:-} ]]; then
    "$root/run-helper.sh" "$@" &
    helper=$!
    wait "$helper"
    code=$?
    # A signal ends the first wait; the second one has the true code.
    if [[ -n $signaled ]]; then
      wait "$helper"
      code=$?
    fi
  else
    "$root/run-helper.sh" "$@"
    code=$?
  fi

  if ((code != 2)); then
    echo "Exiting runner..."
    [[ -n ${RUNNER_MANUALLY_TRAP_SIG:-} ]] && exit "$code"
    exit 0
  fi
  echo "Restarting runner..."
done
