# shellcheck shell=bash disable=SC2034,SC2154 # the files of the listener share variables
# Reads the inputs: from arguments, and from ACTIONS_RUNNER_INPUT_<NAME>, which are removed from the environment.

declare -A input=()
known_flags=' unattended ephemeral replace disableupdate no-default-labels once check local '
known_values=' url token name labels runnergroup work jitconfig pat auth startuptype monitorsocketaddress '

read_input() {
  local variable name
  while (($# > 0)); do
    name=${1,,}
    name=${name#--}
    if [[ $1 == --* && $known_flags == *" $name "* ]]; then
      input[$name]=true
      shift
    elif [[ $1 == --* && $known_values == *" $name "* && $# -gt 1 ]]; then
      input[$name]=$2
      shift 2
    else
      say "Unrecognized command-line input arguments: '${1#--}'. For usage refer to: .\\config.cmd --help or ./config.sh --help"
      return 1
    fi
  done

  while read -r variable; do
    name=${variable#ACTIONS_RUNNER_INPUT_}
    name=${name,,}
    [[ -n ${input[$name]:-} ]] || input[$name]=${!variable}
    unset "$variable"
  done < <(compgen -v ACTIONS_RUNNER_INPUT_)
}

# flag NAME: whether a flag is set.
flag() {
  [[ ${input[$1]:-} == true || ${input[$1]:-} == True || ${input[$1]:-} == 1 ]]
}
