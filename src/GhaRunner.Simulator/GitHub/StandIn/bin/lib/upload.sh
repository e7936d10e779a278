# shellcheck shell=bash disable=SC2034,SC2154 # the files of the listener share variables
# Tells the server about a job: its output while it runs, its conclusion at the end.

# upload_while_running: sends new output, and a sign of life every second; when the listener is gone, so is the job.
upload_while_running() {
  local quiet=0 cancelled=''
  trap - INT TERM
  reply=$reply.upload
  while kill -0 "$$" 2>/dev/null; do
    if (($(stat -c %s "$log") > $(<"$sent") || ++quiet >= 4)); then
      quiet=0
      upload
      # The server asks for the end of the job.
      if [[ -z $cancelled && $status == 200 && $(<"$reply") == cancel ]]; then
        cancelled=yes
        kill -TERM -- "-$job_process" 2>/dev/null
      fi
    fi
    sleep 0.25
  done
  kill -KILL -- "-$job_process" 2>/dev/null
}

upload() {
  local from size
  from=$(<"$sent")
  size=$(stat -c %s "$log")
  tail -c "+$((from + 1))" "$log" | head -c "$((size - from))" >"$log.part"
  request POST "/jobs/$job_id/log?offset=$from" --header 'Content-Type: application/octet-stream' --data-binary "@$log.part"
  [[ $status != 200 ]] || echo "$size" >"$sent"
}

# finish_job: sends the rest and the conclusion, until the server has it; a runner that is told to stop tries three times.
finish_job() {
  local tries=0 query
  query="conclusion=$conclusion&steps=$steps"
  while :; do
    upload
    [[ $status != 200 ]] || request POST "/jobs/$job_id/complete?$query"
    [[ $status != 2* && $status != 4* ]] || break
    [[ -z $stopping ]] || ((++tries < 3)) || break
    pause 1
  done
  rm -f "$reply.upload" "$log.part"
}
