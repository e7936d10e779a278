# shellcheck shell=bash disable=SC2034,SC2154 # the files of the listener share variables
# Runs one job: its steps, with hooks around them.

# run_job: the job is in the file $reply, a line an item: key and base64 value.
run_job() {
  local job_id='' job_name='' repository='' run_id='' attempt='' key value
  local -a scripts=()
  while read -r key value; do
    value=$(base64 -d <<<"$value"; echo x)
    value=${value%x}
    value=${value%$'\n'}
    case $key in
      id) job_id=$value ;;
      name) job_name=$value ;;
      repository) repository=$value ;;
      run) run_id=$value ;;
      attempt) attempt=$value ;;
      step) scripts+=("$value") ;;
    esac
  done <"$reply"
  say_timed "Running job: $job_name"

  local work folder result=_diag/job.result log=_diag/job.log sent=_diag/job.sent
  work=$(setting .runner WorkFolder)
  [[ $work == /* ]] || work=$root/$work
  folder=$work/${repository#*/}/${repository#*/}
  mkdir -p "$folder" "$work/_temp"
  : >"$log"
  echo cancelled >"$result"
  echo 0 >"$sent"

  # Each in a process group of its own, to be ended as a whole and not by a signal to the listener's group.
  set -m
  execute_job >"$log" 2>&1 &
  local job_process=$!
  upload_while_running &
  local uploader=$!
  set +m
  wait_for_job
  kill -- "-$uploader" 2>/dev/null
  wait "$uploader" 2>/dev/null

  local conclusion steps
  read -r conclusion steps <"$result"
  finish_job
  say_timed "Job $job_name completed with result: $(result_word "$conclusion")"
}

wait_for_job() {
  local tries=0
  while kill -0 "$job_process" 2>/dev/null; do
    if [[ -z $stopping ]]; then
      wait "$job_process" 2>/dev/null
      continue
    fi
    ((tries > 0)) || kill -TERM -- "-$job_process" 2>/dev/null
    ((++tries <= 50)) || kill -KILL -- "-$job_process" 2>/dev/null
    sleep 0.1
  done
}

execute_job() {
  # Cancelled: the step that runs dies by the same signal, the remaining ones are skipped, the last hook runs.
  trap 'conclusion=cancelled' INT TERM
  export GITHUB_ACTIONS=true CI=true GITHUB_JOB=$job_name GITHUB_REPOSITORY=$repository GITHUB_RUN_ID=$run_id
  export GITHUB_RUN_ATTEMPT=$attempt GITHUB_WORKSPACE=$folder RUNNER_TEMP=$work/_temp RUNNER_OS=Linux
  RUNNER_NAME=$(setting .runner AgentName)
  export RUNNER_NAME
  local script conclusion=success file number=0 code
  local -a results=()
  run_hook "Set up runner" "${ACTIONS_RUNNER_HOOK_JOB_STARTED:-}" || fail
  for script in "${scripts[@]}"; do
    if [[ $conclusion != success ]]; then
      results+=(skipped)
      continue
    fi
    file=$RUNNER_TEMP/step-$((++number)).sh
    printf '%s\n' "$script" >"$file"
    printf '##[group]Run %s\n##[endgroup]\n' "${script%%$'\n'*}"
    (cd "$folder" && exec bash -e "$file")
    code=$?
    if [[ $conclusion == cancelled ]]; then
      echo "##[error]The operation was canceled."
      results+=(cancelled)
    elif ((code == 0)); then
      results+=(success)
    else
      echo "##[error]Process completed with exit code $code."
      results+=(failure)
      conclusion=failure
    fi
  done
  run_hook "Complete runner" "${ACTIONS_RUNNER_HOOK_JOB_COMPLETED:-}" || fail
  echo "$conclusion $(IFS=,; echo "${results[*]}")" >"$root/$result"
}

# fail: a cancelled job stays cancelled.
fail() {
  [[ $conclusion == cancelled ]] || conclusion=failure
}

# run_hook STEP PATH: a hook is an absolute path of a .sh file; without a path there is nothing to do.
run_hook() {
  [[ -n $2 ]] || return 0
  printf '##[group]%s\nA job hook has been configured by the self-hosted runner administrator\n##[endgroup]\n' "$1"
  if [[ $2 != /*.sh || ! -f $2 ]]; then
    echo "##[error]'$2' is not a valid path to a hook script: it must be the absolute path of an existing .sh file."
    return 1
  fi
  (cd "$folder" && exec bash -e "$2")
  local code=$?
  ((code == 0)) || echo "##[error]Process completed with exit code $code."
  return $code
}

result_word() {
  case $1 in
    success) echo Succeeded ;;
    failure) echo Failed ;;
    *) echo Canceled ;;
  esac
}
