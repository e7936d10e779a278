#!/usr/bin/env bash
# Passes the tests: installs and starts the real parts that they need, builds everything, runs every tier, then the program
# through schedules of faults, and prints as its last line "N passed, N failed, N skipped". Arguments go to "dotnet test"
# (--filter …); with any, the schedules are left out.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=artifacts/tests
rm -rf "$results"
status=0

eng/parts.sh || status=1
export PATH="$PATH:$PWD/artifacts/python/bin"
dotnet restore GhaRunner.Actions.sln --locked-mode || status=1
dotnet build GhaRunner.Actions.sln --no-restore --verbosity quiet || status=1
# Every single fault, and 200 pairs. They mostly wait, and have the processor when no test wants it.
if [ "$#" -eq 0 ]; then
  mkdir -p "$results"
  nice -n 19 eng/faults.sh --schedules 200 --skip-idle >"$results/faults.log" 2>&1 &
  schedules=$!
fi
# One project after another: they share the machine with the runners that they start.
dotnet test GhaRunner.Actions.sln --no-build -maxcpucount:1 --logger 'trx' --results-directory "$results" "$@" || status=1
if [ -n "${schedules:-}" ]; then
  wait "$schedules" || status=1
  cat "$results/faults.log"
  ran=$(sed -nE 's/^([0-9]+) schedules, .*/\1/p' "$results/faults.log")
  wrong=$(sed -nE 's/.* ([0-9]+) with findings.*/\1/p' "$results/faults.log")
  [ -n "$ran" ] || { echo 'The fault schedules came to no end.'; status=1; }
fi

sum() { # the sum of one counter over all result files
  cat "$results"/*.trx 2>/dev/null | grep -oE "<Counters [^>]*" | grep -oE " $1=\"[0-9]+\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}
passed=$(sum passed) failed=$(sum failed) total=$(sum total)
skipped=$((total - passed - failed))
passed=$((passed + ${ran:-0} - ${wrong:-0})) failed=$((failed + ${wrong:-0}))
if [ "$total" -eq 0 ]; then
  echo 'No test ran.'
  status=1
fi
if [ -n "${CI:-}" ] && [ "$skipped" -gt 0 ]; then
  echo 'CI skips nothing.'
  status=1
fi
[ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
