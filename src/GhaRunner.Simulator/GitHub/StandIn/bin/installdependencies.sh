#!/bin/bash
# The stand-in runner needs nothing but bash, coreutils, sed and curl.

if [[ $(id -u) -ne 0 ]]; then
  echo "Need to run with sudo privilege"
  exit 1
fi
echo "Finish Install Dependencies"
