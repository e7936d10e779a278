#!/bin/bash
# A program that uses workflow commands, and never makes a machine.
cat <<'COMMANDS'
::add-mask::first-secret%0Asecond-secret
It says first-secret and second-secret.
::group::A group
::stop-commands::resume
::error::foreign text
::resume::
::endgroup::
::notice title=Title::A notice%0Aof two lines
::debug::for the curious
COMMANDS
printenv 'INPUT_GITHUB-TOKEN' 'INPUT_MAX-LIFETIME' GITHUB_JOB
printf 'instances<<END\n[]\nEND\n' >>"$GITHUB_OUTPUT"
printf '### Heading\n\n| machine | state |\n| --- | --- |\n| a\\|b | &lt;gone |\n' >>"$GITHUB_STEP_SUMMARY"
exit 3
