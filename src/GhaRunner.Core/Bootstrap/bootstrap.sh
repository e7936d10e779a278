#!/bin/bash
# Makes this machine a GitHub runner, then ends it. Takes environment variables only; docs/bootstrap.md tells the rest.
# Machines get it without indentation and comments (a blank, a #, a blank); no string may span lines or look like one.
exec 2>&1
me=$$ phase=start runner='' child='' part='' busy='' state='' end=${GHA_RUNNER_END:-exit}
GHA_RUNNER_MARK=$me-$RANDOM$RANDOM
PATH=$PATH:/usr/sbin:/sbin
export PATH HOME="${HOME:-/root}"

say() { TZ=UTC0 printf '[gha-runner] %(%FT%TZ)T %s\n' -1 "$*"; }
go() { phase=$1 && say "phase=$*"; }
has() { command -v "$1" >/dev/null; }

off() { # a forced power-off in a minute, unless the orderly one comes through
  systemd-run --on-active=60 --timer-property=DefaultDependencies=no -p DefaultDependencies=no systemctl poweroff -ff
  systemctl poweroff || shutdown -P now || poweroff -f || echo o >/proc/sysrq-trigger
} >/dev/null 2>&1

sweep() { # kills all of ours: what is in our session, and what left it but still carries our mark
  local p s
  for p in $(grep -lszxF "GHA_RUNNER_MARK=$GHA_RUNNER_MARK" /proc/[0-9]*/environ) /proc/[0-9]*/stat; do
    if [ "${p##*/}" = stat ]; then
      read -r s <"$p" || continue
      s=${s##*) } s=${s#* * * }
      [ "${s%% *}" = $me ] || continue
    fi
    p=${p#/proc/} p=${p%/*}
    [ "$p" = $me ] || [ "$p" = "$BASHPID" ] || kill -KILL "$p"
  done
} 2>/dev/null

guard() { # seconds, signal: wakes this script, and ends the machine without it where it does not react
  sleep "$1" || exit # killed: the end has come without it
  kill "-$2" $me
  sleep 30
  if [ "$end" = poweroff ]; then off; else sweep && kill -KILL $me; fi
}
guard "${GHA_RUNNER_TTL:-21600}" USR1 >/dev/null 2>&1 &

hear() { # the runner's next line, if it says something now; fails when there will be no more
  local alive=''
  line=''
  ! read -r -d '' _ <"/proc/$runner/cmdline" || alive=1 # empty for a zombie
  if IFS= read -r -t 1 -u 4 piece; then
    line=$part$piece part=''
    printf '%s\n' "$line"
  elif (($? > 128)) && [ "$alive" ]; then part+=$piece; else return 1; fi
} 2>/dev/null

finish() {
  local until=$((SECONDS + 8)) IFS=$' \t\n' # a trap may come while IFS is empty
  trap '' TERM INT HUP USR1 USR2
  trap - EXIT
  say "end reason=$1"
  [ -z "$child" ] || kill "$child" 2>/dev/null
  if [ "$runner" ] && kill "$runner" 2>/dev/null; then
    while ((SECONDS < until)) && hear; do :; done # its time to leave politely
  fi
  if [ "$end" = poweroff ]; then
    [ "$1" = signal ] || sleep 5 # for the log to reach the console
    off
  else
    [ -z "$state" ] || rm -rf "$state"
    sweep
  fi
  case $1 in failed | registration) exit 1 ;; signal) exit 143 ;; esac
  exit 0
}
fail() {
  say "failed phase=$phase exit=$1 reason=$2"
  finish "${3:-failed}"
}
trap : PIPE
trap 'finish signal' TERM INT HUP
trap 'finish ttl' USR1
trap 'fail 124 "not listening for jobs in time" registration' USR2
trap 'fail $? "the bootstrap itself broke"' EXIT

say phase=start
if [ "$GHA_RUNNER_ENV" ]; then
  # shellcheck source=/dev/null
  . "$GHA_RUNNER_ENV" || fail 66 "no parameters: the machine was booted again"
  exec 3<&-
  [ ! -f "$GHA_RUNNER_ENV" ] || rm -f "$GHA_RUNNER_ENV"
  [ "$end" != poweroff ] || { # every copy of the user-data that cloud-init keeps names the file
    grep -rlsaZF "$GHA_RUNNER_ENV" /var/lib/cloud /run/cloud-init | xargs -0r rm -f
    rm -f /var/lib/waagent/{ovf-env.xml,CustomData}
  } 2>/dev/null
fi
export -n "${!GHA_RUNNER_@}" "${!ACTIONS_RUNNER_INPUT_@}" 2>/dev/null
export GHA_RUNNER_MARK
guard "${GHA_RUNNER_REGISTER:-600}" USR2 >/dev/null 2>&1 &
watch=$!

run() { # in the background: a trap does not wait for it
  "$@" & child=$! && wait $child
  rc=$? child='' && return $rc
}
dir=${GHA_RUNNER_DIR:-/opt/actions-runner} as=() root=''
if ((EUID == 0)) && [ "$GHA_RUNNER_OWN" = 1 ]; then
  go user
  root=1
  id runner >/dev/null 2>&1 || useradd -m -s /bin/bash runner || fail $? "cannot create the user runner"
  ! grep -q ^docker: /etc/group || usermod -aG docker runner
  as=(runuser -u runner --)
  ! has setpriv || as=(setpriv --reuid "$(id -u runner)" --regid "$(id -g runner)" --init-groups)
  as+=(env "HOME=$(getent passwd runner | cut -d: -f6)" USER=runner LOGNAME=runner)
elif ((EUID == 0)); then
  export RUNNER_ALLOW_RUNASROOT=1
fi

# shellcheck disable=SC2317 # these are called by run
install() {
  export DEBIAN_FRONTEND=noninteractive
  if has apt-get; then
    apt-get -qy update && apt-get -qy install --no-install-recommends "$@"
  elif has dnf; then
    dnf -y install "$@"
  elif has yum; then yum -y install "$@"; else zypper -n install "$@"; fi
}
# shellcheck disable=SC2317
fetch() {
  if has curl; then
    curl -fsSL --connect-timeout 10 --speed-limit 1024 --speed-time 30 -C - -o "$tar" "$GHA_RUNNER_URL"
  else wget -nv -c -t 1 -T 30 -O "$tar" "$GHA_RUNNER_URL"; fi
}
lib() { ldconfig -p 2>/dev/null | grep -q "$1"; }

if [ "$GHA_RUNNER_URL" ]; then
  go dependencies
  [ "$root$GHA_RUNNER_DIR" ] || dir=$(mktemp -d) # /opt is not ours
  [ -z "$root" ] || [ ! -d /etc/apt/apt.conf.d ] || echo 'DPkg::Lock::Timeout "300";' >/etc/apt/apt.conf.d/90gha-runner
  need=() n=0 tar=$dir/runner.tar.gz
  has curl || has wget || need+=(curl)
  for p in tar gzip; do has $p || need+=("$p"); done
  compgen -G '/etc/ssl/cert*/ca-*.crt' >/dev/null || [ -e /etc/pki/tls/certs/ca-bundle.crt ] ||
    [ -e /etc/ssl/ca-bundle.pem ] || need+=(ca-certificates)
  if [ "${need[*]}" ]; then
    [ "$root" ] || fail 127 "missing: ${need[*]}"
    until run install "${need[@]}"; do
      ((++n < 5)) || fail 100 "cannot install: ${need[*]}"
      run sleep 10
    done
  fi

  go download
  mkdir -p "$dir" || fail $? "cannot create $dir"
  n=0
  until run fetch; do
    rc=$?
    ((++n < 5)) || fail $rc "cannot download ${GHA_RUNNER_URL%%\?*}"
    case $rc in 8 | 22 | 33 | 36) rm -f "$tar" ;; esac # cannot be resumed
    run sleep $((n * 2))
  done

  if [ "$GHA_RUNNER_SHA256" ]; then
    go verify
    sum=$(sha256sum <"$tar") sum=${sum%% *}
    [ "$sum" = "$GHA_RUNNER_SHA256" ] || fail 65 "sha256 is $sum, expected $GHA_RUNNER_SHA256"
  else go verify skipped; fi

  go unpack
  [ -z "$root" ] || chown runner "$dir" "$tar"
  run "${as[@]}" tar xzf "$tar" -C "$dir" || fail $? "cannot unpack into $dir"
  rm -f "$tar"
  if lib libssl && { [ "$ACTIONS_RUNNER_INPUT_JITCONFIG" ] || lib libicu; }; then :; elif [ "$root" ]; then
    go libraries # config.sh insists on libicu, run.sh does not
    [ ! -f "$dir/bin/installdependencies.sh" ] || run "$dir/bin/installdependencies.sh" || fail $? "installdependencies.sh failed"
  fi
else
  go preinstalled
  for dir in "$dir" /home/runner /opt/actions-runner /actions-runner; do [ ! -f "$dir/run.sh" ] || break; done
  [ -f "$dir/run.sh" ] || fail 127 "the image holds no runner"
  [ -z "$root" ] || [ "$(stat -c %U "$dir")" = runner ] || run chown -R runner "$dir"
fi

# shellcheck disable=SC2317
setup() { bash -e <(base64 -d < <(printf %s "$GHA_RUNNER_SETUP")); }
if [ "$GHA_RUNNER_SETUP" ]; then
  go setup
  run setup || fail $? "setup-script failed"
fi
unset GHA_RUNNER_SETUP

go register
if state=$(mktemp -d) && : >"$state/idle"; then # a rename needs no disk space
  echo "mv -f $state/idle $state/busy || :" >"$state/started.sh"
  echo "mv -f $state/busy $state/idle || :" >"$state/completed.sh"
  [ -z "$root" ] || chown -R runner "$state"
  export ACTIONS_RUNNER_HOOK_JOB_STARTED="${ACTIONS_RUNNER_HOOK_JOB_STARTED:-$state/started.sh}"
  export ACTIONS_RUNNER_HOOK_JOB_COMPLETED="${ACTIONS_RUNNER_HOOK_JOB_COMPLETED:-$state/completed.sh}"
fi
start() { # program and arguments, in the runner's folder, with the registration in its environment
  trap - INT
  cd "$dir" && export "${!ACTIONS_RUNNER_INPUT_@}" RUNNER_MANUALLY_TRAP_SIG=1 && exec "${as[@]}" "$@"
}
unset ACTIONS_RUNNER_PRINT_LOG_TO_STDOUT # what matters is on stdout without it
if [ -z "$ACTIONS_RUNNER_INPUT_JITCONFIG" ]; then
  once=(--ephemeral)
  [ "$GHA_RUNNER_EPHEMERAL" = 1 ] || once=()
  run start ./config.sh --unattended "${once[@]}" || fail $? "config.sh failed"
  unset "${!ACTIONS_RUNNER_INPUT_@}"
fi
exec 4< <(start ./run.sh)
runner=$!
unset "${!ACTIONS_RUNNER_INPUT_@}"

while hear; do
  case $line in
  *'Running job: '*) busy=1 && go job ;;
  *' completed with result: '*)
    [ ! -e "$state/busy" ] || mv "$state/busy" "$state/idle"
    busy='' && go listening
    ;;
  *'Listening for Jobs'*)
    kill "$watch" 2>/dev/null
    idle=$SECONDS && go listening
    ;;
  esac
  if [ "$busy" ] || [ -e "$state/busy" ]; then idle=$SECONDS; fi
  [ "$phase" = register ] || ((SECONDS - idle < ${GHA_RUNNER_IDLE:-900})) || finish idle
done
wait "$runner" 2>/dev/null
rc=$?
[ "$phase" != register ] || fail $rc "the runner ended before it listened for jobs"
finish runner-exited
