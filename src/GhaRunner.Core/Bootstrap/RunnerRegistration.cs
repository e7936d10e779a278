namespace GhaRunner.Core.Bootstrap;

/// <summary>
/// How a machine becomes a runner: either a just-in-time configuration, good for one runner and one job, or a
/// registration token with the names that <c>config.sh</c> is given. Secret: never logged.
/// </summary>
public sealed record RunnerRegistration
{
    /// <summary>The encoded JIT configuration (base64, some KiB); empty when <see cref="Token"/> is used.</summary>
    public string JitConfiguration { get; init; } = "";

    /// <summary>The registration token, valid for an hour; empty when <see cref="JitConfiguration"/> is used.</summary>
    public string Token { get; init; } = "";

    /// <summary>The URL that the runner registers with; used with <see cref="Token"/> alone.</summary>
    public string Url { get; init; } = "";

    /// <summary>The runner's name.</summary>
    public required string Name { get; init; }

    /// <summary>The runner's labels; used with <see cref="Token"/> alone.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The runner group's name; empty for the default group; used with <see cref="Token"/> alone.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether the runner takes one job and is gone; used with <see cref="Token"/> alone, a JIT runner always is.</summary>
    public bool Ephemeral { get; init; } = true;

    /// <summary>Hides the content.</summary>
    /// <returns>The runner's name alone.</returns>
    public override string ToString() => $"RunnerRegistration {{ {Name} }}";
}
