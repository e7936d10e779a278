using GhaRunner.Simulator.GitHub;
using Microsoft.AspNetCore.Http;

namespace GhaRunner.Simulator.Hosting;

/// <summary>Whom a request is for.</summary>
internal enum RequestKind
{
    /// <summary>The simulated service's public API.</summary>
    Api,

    /// <summary>The protocol of the stand-in runner, and its download.</summary>
    Runner,

    /// <summary>The simulator's own control paths.</summary>
    Control,
}

/// <summary>Tells requests apart by their path.</summary>
internal static class RequestKinds
{
    public static RequestKind Of(PathString path) =>
        path.StartsWithSegments("/_sim") ? RequestKind.Control
        : path.StartsWithSegments(GitHubPaths.RunnerProtocol) || path.StartsWithSegments(GitHubPaths.Releases) ? RequestKind.Runner
        : RequestKind.Api;
}
