#!/bin/bash
# A program that launches instances without an access key, in the first zone that has room; its stop terminates one alone.
set -euo pipefail

tag() { grep -oP "(?<=<$1>)[^<]+" | sed -n 1p; }

ec2() { # ACTION NAME=VALUE...
  local fields=() field
  for field in "${@:2}"; do fields+=(--data-urlencode "$field"); done
  curl -s "$AWS_ENDPOINT_URL" -H "X-Amz-Security-Token: $session" -d "Action=$1&Version=2016-11-15" "${fields[@]}" \
    -H "Authorization: AWS4-HMAC-SHA256 Credential=$key/20260101/$INPUT_REGION/ec2/aws4_request, SignedHeaders=host, Signature=0"
}

role=$(printenv 'INPUT_ROLE-TO-ASSUME')
token=$(curl -s -H "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" | grep -oP '(?<="value":")[^"]+')
answer=$(curl -s "$AWS_ENDPOINT_URL" -d "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=$role&RoleSessionName=test&WebIdentityToken=$token")
key=$(tag AccessKeyId <<<"$answer")
session=$(tag SessionToken <<<"$answer")
echo "Token $ACTIONS_ID_TOKEN_REQUEST_TOKEN, keys: $(printenv AWS_ACCESS_KEY_ID || echo none)"

if [[ $1 == stop ]]; then
  ec2 TerminateInstances "InstanceId.1=${INPUT_MAPPING%% *}" >/dev/null
  exit
fi

image=$(ec2 DescribeImages | tag imageId)
type=$(printenv INPUT_INSTANCE-TYPE)
data=$(printf '#cloud-config\nruncmd:\n- echo booted\n' | base64 -w0)
ids=()
for zone in us-east-1{a,b,c}; do
  answer=$(ec2 RunInstances "ImageId=$image" "InstanceType=${type%%,*}" "MinCount=$INPUT_COUNT" "MaxCount=$INPUT_COUNT" "Placement.AvailabilityZone=$zone" "UserData=$data")
  mapfile -t ids < <(grep -oP '(?<=<instanceId>)[^<]+' <<<"$answer" | awk '!seen[$0]++')
  ((${#ids[@]} == 0)) || break
  echo "$zone: $(tag Code <<<"$answer")"
done
for id in "${ids[@]}"; do
  until ec2 GetConsoleOutput "InstanceId=$id" Latest=true | tag output | base64 -d | grep booted; do sleep 0.1; done
done
echo "mapping=${ids[*]}" >>"$GITHUB_OUTPUT"
