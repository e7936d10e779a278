# shellcheck shell=bash disable=SC2034,SC2154 # the files of the listener share variables
# run.sh: connects, waits for jobs, leaves.

stopping=''
session=''
poller=''

listen() {
  trap 'stopping=yes; [[ -z $poller ]] || kill "$poller" 2>/dev/null' INT TERM
  [[ -z ${input[jitconfig]:-} ]] || store_jit_configuration "${input[jitconfig]}" || return 1
  unset 'input[jitconfig]'
  if [[ ! -e .runner ]]; then
    say "An error occurred: Not configured. Run config.(sh/cmd) to configure the runner."
    return 1
  fi
  load_settings
  open_session || return $?
  [[ -z $stopping ]] || return 0
  say "Current runner version: '$version'"
  say_timed "Listening for Jobs"
  take_jobs
  local code=$?
  rm -f "$reply"
  return $code
}

# store_jit_configuration BLOB: base64 of a JSON map, file name to base64 content.
store_jit_configuration() {
  local map file
  map=$(base64 -d <<<"$1" 2>/dev/null) || map=''
  for file in .runner .credentials .credentials_rsaparams; do
    (umask 077; sed -n "s/.*\"$file\":\"\([^\"]*\)\".*/\1/p" <<<"$map" | base64 -d >"$file")
  done
  if [[ ! -s .runner ]]; then
    say "An error occurred: The JIT configuration could not be decoded."
    forget_settings
    return 1
  fi
}

open_session() {
  local connected='' complained=''
  while [[ -z $stopping ]]; do
    request POST /sessions --data-urlencode "version=$version"
    if [[ -z $connected && $status != 000 && $status != 5* ]]; then
      connected=yes
      say ""
      say "√ Connected to GitHub"
      say ""
    fi
    case $status in
      201)
        session=$(<"$reply")
        return 0
        ;;
      401 | 404)
        say "Failed to create a session. The runner registration has been deleted from the server, please re-configure. Runner registrations are automatically deleted for runners that have not connected to the service recently."
        forget_settings
        return 1
        ;;
      409) [[ -n $complained ]] || say "A session for this runner already exists." ;;
      *) [[ -n $complained ]] || say_timed "Runner connect error: no answer from $server ($status). Retrying until reconnected." ;;
    esac
    complained=yes
    pause 1
  done
  say "Exiting..."
  return 0
}

take_jobs() {
  local offline=''
  while [[ -z $stopping ]]; do
    poll
    [[ -z $stopping ]] || break
    if [[ -n $offline && ($status == 2* || $status == 4*) ]]; then
      say_timed "Runner reconnected."
      offline=''
    fi
    case $status in
      200)
        run_job
        if [[ $(setting .runner Ephemeral) == True ]]; then
          forget_settings
          return 0
        fi
        ;;
      204) ;;
      401 | 404)
        say_timed "The runner no longer exists on the server. Removing its local configuration."
        forget_settings
        return 1
        ;;
      410) open_session || return $? ;;
      *)
        [[ -n $offline ]] || say_timed "Runner connect error: no answer from $server ($status). Retrying until reconnected."
        offline=yes
        pause 1
        ;;
    esac
  done
  say "Exiting..."
  [[ -z $session ]] || request DELETE "/sessions/$session" --max-time 2
}

# poll: asks for a job and waits a little for one; a signal ends the wait.
poll() {
  send GET "/sessions/$session/message" >"$reply.status" 2>/dev/null &
  poller=$!
  wait "$poller" 2>/dev/null && status=$(<"$reply.status") || status=000
  poller=''
  rm -f "$reply.status"
}
