#!/bin/bash
# Builds the images that tests of real parts boot, without a registry; an image that is present stays as it is.
#   gha-runner-test-base:bookworm     a container: Debian with bash, curl and CA certificates
#   gha-runner-test-machine:bookworm  a machine: the same with systemd and cloud-init, started by /sbin/init
# Needs mmdebstrap and Debian's keys, which it installs where it may, and a user who may use Docker.
# Usage: eng/images.sh [--rebuild | --base]   (--base: the container alone)
set -euo pipefail
# shellcheck source=eng/root.sh
. "$(dirname "$0")/root.sh"

suite=bookworm
common=ca-certificates,curl,procps

fail() {
  echo "images.sh: $1" >&2
  exit 1
}

install_tools() {
  local missing=()
  command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
  [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || missing+=(debian-archive-keyring) # Ubuntu has its own keys alone
  [[ ${#missing[@]} -gt 0 ]] || return 0
  may_install || fail "needs root or sudo for: apt-get install ${missing[*]}"
  install_packages "${missing[@]}"
}

# With root where that is allowed; else in a user namespace, which Ubuntu forbids and other systems may allow.
debootstrap() { if may_be_root; then root mmdebstrap "$@"; else mmdebstrap "$@"; fi; }

# build IMAGE PACKAGES HOOK: imports a root file system. The build machine's CA bundle goes along, for those that sit
# behind a proxy which answers with certificates of its own; these images never leave the machine.
# shellcheck disable=SC2016 # mmdebstrap expands the $1 of hooks
build() {
  local image=$1 packages=$2 hook=$3
  if [[ -z ${rebuild:-} ]] && docker image inspect "$image" >/dev/null 2>&1; then
    echo "$image is present"
    return
  fi
  install_tools
  debootstrap --quiet --variant=minbase --include="$packages" \
    --customize-hook='cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"' \
    --customize-hook='rm -rf "$1"/usr/share/doc/* "$1"/usr/share/man/* "$1"/usr/share/locale/*' \
    --customize-hook="$hook" "$suite" "$folder/root.tar"
  docker import "$folder/root.tar" "$image" >/dev/null
  rm -f "$folder/root.tar"
  echo "$image is built"
}

case ${1:-} in
  '' | --base) rebuild='' ;;
  --rebuild) rebuild=yes ;;
  *) fail "knows no $1; usage: eng/images.sh [--rebuild | --base]" ;;
esac
command -v docker >/dev/null || fail "needs docker: apt-get install docker.io"
docker version >/dev/null 2>&1 || fail "cannot reach the Docker engine: is it started, and may $(id -un) use it (group docker)?"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

build "gha-runner-test-base:$suite" "$common" true
[[ ${1:-} != --base ]] || exit 0

# The machine reads its user-data from a seed folder; units that want hardware are masked, they only delay the boot.
# shellcheck disable=SC2016
build "gha-runner-test-machine:$suite" "$common,systemd,systemd-sysv,dbus,cloud-init,iproute2,netbase" '
printf "datasource_list: [NoCloud, None]\nlocale: C.UTF-8\napt_preserve_sources_list: true\n" >"$1/etc/cloud/cloud.cfg.d/90-test.cfg"
for unit in systemd-udevd.service systemd-udev-trigger.service systemd-logind.service console-getty.service getty@tty1.service systemd-networkd-wait-online.service apt-daily.timer apt-daily-upgrade.timer; do
  ln -sf /dev/null "$1/etc/systemd/system/$unit"
done'
