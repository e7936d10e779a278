#!/usr/bin/env bash
# Makes the real parts available that the tests run against: a Docker engine, the images that it boots, sshd, a registry,
# cloud-init's validator, shellcheck. Installs and starts what is missing where it may (root or sudo on Debian and
# Ubuntu); says what to install where it may not, and the tests of that part then say so too.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'parts: %s\n' "$*"; }

root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

may_install() { command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; }

missing=()
need() { # command, package: an installed command counts, wherever it came from
  command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ] || missing+=("$2")
}

need dockerd docker.io
need iptables iptables
need mmdebstrap mmdebstrap
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
    root apt-get -qq update
    root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends "${missing[@]}" >/dev/null
  else
    say "missing, and not allowed to install: apt-get install ${missing[*]}"
  fi
fi

if ! docker version >/dev/null 2>&1; then
  if [ "$(id -u)" -eq 0 ] && command -v dockerd >/dev/null; then
    say "starting the Docker engine"
    mkdir -p artifacts
    nohup dockerd >artifacts/dockerd.log 2>&1 </dev/null &
    for _ in $(seq 60); do
      docker version >/dev/null 2>&1 && break
      sleep 1
    done
  fi
  docker version >/dev/null 2>&1 || { say "no Docker engine answers (artifacts/dockerd.log); its tests cannot run"; exit 0; }
fi
eng/images.sh
