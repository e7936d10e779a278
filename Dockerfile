# The image of every action. Root, since the runner's files belong to root here; no shell between the runner and the
# program, since a shell would drop variables whose names have hyphens.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/GhaRunner.Actions --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/runtime:10.0
# The provider docker reaches engines by ssh with OpenSSH's client.
RUN command -v ssh || (apt-get update && apt-get install --yes --no-install-recommends openssh-client && rm -rf /var/lib/apt/lists/*)
COPY --from=build /app /app
# The stage after a job's steps: the same program under another name (post-entrypoint in action.yml).
RUN ln -s gha-runner /app/gha-runner-post
ENTRYPOINT ["/app/gha-runner"]
