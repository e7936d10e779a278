# shellcheck shell=bash disable=SC2034,SC2154 # the files of the listener share variables
# config.sh: registers by a token, and removes.

configure() {
  if [[ -e .runner ]]; then
    say "Cannot configure the runner because it is already configured. To reconfigure the runner, run 'config.cmd remove' or './config.sh remove' first."
    return 1
  fi
  local url=${input[url]:-} needed
  for needed in url token; do
    if [[ -z ${input[$needed]:-} || ! $url =~ ^https?://[^/]+/.+ ]]; then
      say "Invalid configuration provided for $needed. Terminating unattended configuration."
      return 1
    fi
  done
  if flag no-default-labels && [[ -z ${input[labels]:-} ]]; then
    say "Invalid configuration provided for labels. Terminating unattended configuration."
    return 1
  fi

  server=$(sed -E 's#^(https?://[^/]+)/.*#\1#' <<<"$url")/_runner
  authorization="RemoteAuth ${input[token]}"
  say "# Authentication"
  register "$url" || return 1
  say "√ Connected to GitHub"
  say "# Runner Registration"
  store_settings
  say "√ Runner successfully added"
  say "√ Runner connection is good"
  say "# Runner settings"
  say "√ Settings Saved."
}

register() {
  local name=${input[name]:-$(hostname 2>/dev/null || cat /etc/hostname)} attempt
  for attempt in 1 2 3; do
    request POST /registrations \
      --data-urlencode "url=$1" --data-urlencode "name=$name" --data-urlencode "labels=$(labels)" \
      --data-urlencode "group=${input[runnergroup]:-}" --data-urlencode "work=${input[work]:-_work}" \
      --data-urlencode "ephemeral=$(truth ephemeral)" --data-urlencode "replace=$(truth replace)" \
      --data-urlencode "disableupdate=$(truth disableupdate)"
    [[ $status == 000 || $status == 5* ]] || break
    ((attempt == 3)) || pause 1
  done
  case $status in
    200) return 0 ;;
    409) say "A runner exists with the same name $name." ;;
    422) say "Could not find any self-hosted runner group named \"${input[runnergroup]:-}\"." ;;
    *)
      say "Http response code: $status from 'POST ${server%/_runner}/api/v3/actions/runner-registration'"
      say "Response status code does not indicate success: $status."
      ;;
  esac
  return 1
}

labels() {
  local machine=X64
  [[ $(uname -m) == aarch64 ]] && machine=ARM64
  if flag no-default-labels; then
    echo "${input[labels]}"
  else
    echo "self-hosted,Linux,$machine${input[labels]:+,${input[labels]}}"
  fi
}

truth() {
  if flag "$1"; then echo true; else echo false; fi
}

# store_settings: the reply is lines of file name and base64 content.
store_settings() {
  local file content
  while read -r file content; do
    (umask 077; base64 -d <<<"$content" >"$file")
  done <"$reply"
}

remove() {
  if [[ ! -e .runner ]]; then
    say "Cannot remove the runner because it is not configured."
    return 0
  fi
  if ! flag local; then
    load_settings
    request POST /removals --data-urlencode "token=${input[token]:-}"
    if [[ $status != 204 && $status != 401 ]]; then
      say "Failed: Removing runner from the server"
      return 1
    fi
    say "√ Runner removed successfully"
  fi
  forget_settings
  say "√ Removed .credentials"
  say "√ Removed .runner"
}
