#!/usr/bin/env bash
# Sourced by the scripts beside it: what only root may do, as root or through a sudo that does not ask.

# Runs a command as root; fails where that is not allowed.
root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

may_be_root() { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }

may_install() { command -v apt-get >/dev/null && may_be_root; }

# Installs packages of Debian or Ubuntu.
install_packages() {
  root apt-get -qq update &&
    root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends "$@" >/dev/null
}
