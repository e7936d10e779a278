#!/bin/bash
# A program whose start leaves a process behind and whose stop does nothing.
[[ $1 == start ]] || exit 0
GHA_MACHINE=$INPUT_DIRECTORY/gha-1 setsid sleep 60 </dev/null >/dev/null 2>&1 &
