#!/usr/bin/env bash
# Makes the linters available and prints the folder of action-validator: npm packages go to artifacts/, shellcheck comes
# from the system. Installs what it may and says what to install where it may not.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=eng/root.sh
. eng/root.sh

readonly version=0.6.0
readonly folder="$PWD/artifacts/linters/action-validator-$version"

say() { printf 'linters: %s\n' "$*" >&2; }

install_system_package() { # command, package
  command -v "$1" >/dev/null && return
  if may_install; then
    say "installing $2"
    install_packages "$2" >&2
  else
    say "$1 is missing; install the package '$2' (on Debian: sudo apt-get install $2) and try again"
    exit 1
  fi
}

install_system_package shellcheck shellcheck
install_system_package npm npm

if [ ! -x "$folder/node_modules/.bin/action-validator" ]; then
  say "installing action-validator $version"
  rm -rf "$folder"
  mkdir -p "$folder"
  npm install --silent --no-audit --no-fund --no-save --prefix "$folder" \
    "@action-validator/cli@$version" "@action-validator/core@$version" >&2
fi

printf '%s\n' "$folder/node_modules/.bin"
