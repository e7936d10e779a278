# shellcheck shell=bash disable=SC2034,SC2154 # the files of the listener share variables
# Speaks with the simulator. Secrets go to curl by a pipe, so that no process list shows them.

server=''
authorization=''
status=000
reply=_diag/reply.$$

# setting FILE KEY: a string value of a configuration file.
setting() {
  sed -n "s/.*\"$2\":\"\([^\"]*\)\".*/\1/p" "$1"
}

# load_settings: reads the files of a configured runner.
load_settings() {
  server=$(setting .runner ServerUrl)
  authorization="Bearer $(setting .credentials ClientId)"
}

# request METHOD PATH [CURL ARGUMENT...]: leaves the status in $status (000: no answer) and the body in the file $reply.
request() {
  status=$(send "$@") || status=000
}

send() {
  curl --silent --noproxy '*' --max-time 20 --output "$reply" --write-out '%{http_code}' --request "$1" \
    --config <(printf 'header = "Authorization: %s"\n' "$authorization") "${@:3}" "$server$2"
}

forget_settings() {
  rm -f .runner .credentials .credentials_rsaparams
}
