#!/usr/bin/env bash
# Makes the real parts available that the tests run against: a Docker engine, the images that it boots, sshd, a registry,
# cloud-init's validator, shellcheck, moto (an EC2 by somebody else) and the AWS command line. Installs and starts what is
# missing where it may (root or sudo on Debian and Ubuntu); says what to install where it may not, and the tests of that
# part then say so too.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=eng/root.sh
. eng/root.sh

say() { printf 'parts: %s\n' "$*"; }

missing=()
need() { # command, package: an installed command counts, wherever it came from
  command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ] || missing+=("$2")
}

need dockerd docker.io
need iptables iptables
need mmdebstrap mmdebstrap
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
need cloud-init cloud-init
need sshd openssh-server
need docker-registry docker-registry
need socat socat
need shellcheck shellcheck
need setsid util-linux
need curl curl

if [ "${#missing[@]}" -gt 0 ]; then
  if may_install; then
    say "installing ${missing[*]}"
    install_packages "${missing[@]}"
  else
    say "missing, and not allowed to install: apt-get install ${missing[*]}"
  fi
fi

# Not packages of Debian's: they go to artifacts/, where eng/test.sh finds them.
readonly python=artifacts/python
need_python() { # command, package
  command -v "$1" >/dev/null || [ -x "$python/bin/$1" ] && return
  say "installing $2"
  { python3 -m venv "$python" && "$python/bin/pip" install --quiet "$2"; } ||
    say "could not; its tests cannot run: pip install '$2' (with Debian's packages python3-venv and python3-pip)"
}
need_python moto_server 'moto[server,ec2,ssm]==5.2.1'
need_python aws 'awscli>=1.44'

engine_answers() { docker version >/dev/null 2>&1; }

start_engine() {
  say "starting the Docker engine"
  if [ -d /run/systemd/system ]; then
    root systemctl start docker && return
  fi
  mkdir -p artifacts
  # An engine that was killed leaves these behind, and refuses to start while another process has its old number.
  pgrep -x dockerd >/dev/null || root rm -f /var/run/docker.pid /var/run/docker/containerd/containerd.pid
  root nohup dockerd >artifacts/dockerd.log 2>&1 </dev/null &
  for _ in $(seq 60); do
    root docker version >/dev/null 2>&1 && break
    sleep 1
  done
}

# Asked as root first: a user who may not use the engine needs a group, not another engine.
if ! engine_answers && may_be_root && ! root docker version >/dev/null 2>&1; then
  if command -v dockerd >/dev/null || [ -x /usr/sbin/dockerd ]; then
    start_engine || true
  fi
fi
if ! engine_answers; then
  if may_be_root && root docker version >/dev/null 2>&1; then
    say "the Docker engine runs, but $(id -un) may not use it: sudo usermod -aG docker $(id -un), and log in again; its tests cannot run"
  else
    say "no Docker engine answers (artifacts/dockerd.log, journalctl -u docker); its tests cannot run"
  fi
  exit 0
fi
eng/images.sh
