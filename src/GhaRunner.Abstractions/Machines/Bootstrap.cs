namespace GhaRunner.Abstractions;

/// <summary>
/// What a machine runs to become a runner, in the <see cref="BootstrapFormat"/> that the provider asked for. It holds a
/// single-use credential: it is never logged, and no part of <see cref="Environment"/> or <see cref="UserData"/> is put
/// on a command line.
/// </summary>
public sealed record Bootstrap
{
    /// <summary>
    /// The <c>#cloud-config</c> document for <see cref="BootstrapFormat.CloudConfig"/>, else empty.
    /// </summary>
    /// <value>At most 12 KiB of ASCII with a registration of full size and no setup script.</value>
    public string UserData { get; init; } = "";

    /// <summary>
    /// The program and its arguments for <see cref="BootstrapFormat.Container"/> and <see cref="BootstrapFormat.Process"/>;
    /// holds no secret. Needs bash on the machine.
    /// </summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The environment of <see cref="Command"/>, by name; holds the single-use credential.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Hides the content: a bootstrap in a log line would be a leaked credential.</summary>
    /// <returns>A fixed text.</returns>
    public override string ToString() => "Bootstrap { hidden }";
}
