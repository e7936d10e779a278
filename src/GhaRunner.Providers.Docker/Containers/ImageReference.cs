using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace GhaRunner.Providers.Docker.Containers;

/// <summary>An image's name, taken apart as the pull call wants it.</summary>
/// <param name="Repository">Registry and name, without tag and digest.</param>
/// <param name="TagOrDigest">The digest, else the tag, else <c>latest</c>.</param>
/// <param name="Registry">The server that credentials are for, in the engine's own terms.</param>
internal sealed partial record ImageReference(string Repository, string TagOrDigest, string Registry)
{
    /// <summary>What the engine calls Docker Hub when it looks for credentials.</summary>
    private const string DockerHub = "https://index.docker.io/v1/";

    /// <summary>Whether the registry may have something newer under the same name.</summary>
    public bool Moves => TagOrDigest == "latest";

    /// <summary>Takes a reference apart.</summary>
    /// <param name="text">Such as <c>ghcr.io/owner/name:1.2@sha256:…</c>.</param>
    /// <param name="reference">The parts, when the answer is <see langword="true"/>.</param>
    /// <returns>Whether it is a reference.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        var match = Form().Match(text);
        if (!match.Success)
            return false;
        var (repository, tag, digest) = (match.Groups["repository"].Value, match.Groups["tag"].Value, match.Groups["digest"].Value);
        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : repository[..slash];
        var registry = first == "localhost" || first.AsSpan().ContainsAny('.', ':') ? first : DockerHub;
        reference = new ImageReference(repository, digest.Length > 0 ? digest : tag.Length > 0 ? tag : "latest", registry);
        return true;
    }

    // https://github.com/distribution/reference: the registry may have upper case and a port, the name may not.
    [GeneratedRegex("""
        \A(?<repository>((localhost|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|[A-Za-z0-9-]+(?=:))(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*)(:(?<tag>\w[\w.-]{0,127}))?(@(?<digest>sha256:[0-9a-f]{64}))?\z
        """, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
