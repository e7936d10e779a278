#!/usr/bin/env bash
# Runs the built program with every fault at every request of a start, a stop and a reaper's pass, and with pairs drawn by lot;
# then looks what is left. Options are handed on, for example
#   eng/faults.sh --provider aws --seed 7 --schedules 2000
#   eng/faults.sh --without post                  # a net less: what it should have taken is reported
#   eng/faults.sh --replay 'aws start@7=killed-after mapping=lost'
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# The program is started some thousands of times: compiled ahead, each takes half the processor time. Its own lock files and
# folders, since those of the solution have nothing compiled ahead.
dotnet publish src/GhaRunner.Actions --configuration Release --use-current-runtime --self-contained false --verbosity quiet \
  -p:PublishReadyToRun=true -p:NuGetLockFilePath=obj/ready-to-run.lock.json --artifacts-path artifacts/faults >&2
dotnet build tests/GhaRunner.Faults --configuration Release --verbosity quiet >&2
exec tests/GhaRunner.Faults/bin/Release/net10.0/gha-runner-faults \
  --program artifacts/faults/publish/GhaRunner.Actions/release/gha-runner "$@"
