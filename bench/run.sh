#!/usr/bin/env bash
# Builds the program and the benchmark (Release), and measures one with the other. Options are handed on, for example
#   bench/run.sh --write docs/performance.md
#   bench/run.sh --counts 1 --launches 5
#   bench/run.sh --program path/to/a/published/gha-runner
set -euo pipefail
cd "$(dirname "$0")/.."

readonly program=src/GhaRunner.Actions/bin/Release/net10.0/gha-runner
readonly bench=bench/GhaRunner.Bench/bin/Release/net10.0/gha-runner-bench

for project in src/GhaRunner.Actions bench/GhaRunner.Bench; do
  dotnet build "$project" --configuration Release --nologo --verbosity quiet >&2
done
exec "$bench" --program "$program" "$@"
