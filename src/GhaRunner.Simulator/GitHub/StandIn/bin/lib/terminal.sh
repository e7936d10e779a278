# shellcheck shell=bash disable=SC2034,SC2154 # the files of the listener share variables
# What the runner says: on standard output, and in _diag.

mkdir -p _diag
diag=_diag/Runner_$(date -u +%Y%m%d-%H%M%S)-utc.log

timestamp() {
  date -u '+%Y-%m-%d %H:%M:%SZ'
}

# say TEXT: a line for people.
say() {
  local line
  line="[RUNNER $(timestamp) INFO Terminal] WRITE LINE: $1"
  echo "$line" >>"$diag"
  if [[ -n ${ACTIONS_RUNNER_PRINT_LOG_TO_STDOUT:-} ]]; then
    echo "$line"
  fi
  echo "$1"
}

# say_timed TEXT: a line for people, with the time in front.
say_timed() {
  say "$(timestamp): $1"
}

# pause SECONDS: sleeps, and wakes when a signal arrives.
pause() {
  sleep "$1" &
  wait $! 2>/dev/null
}
