using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Local;

/// <summary>Where the local machines live.</summary>
public sealed class LocalConnectionOptions
{
    /// <summary>
    /// The directory that holds one directory a machine; made when it is missing, readable by its owner alone. One that
    /// others can write, or that is a symbolic link, is refused.
    /// </summary>
    /// <value>An absolute path, <c>/tmp/gha-runner</c> by default. The same for start, stop and reap.</value>
    [Input("directory", "Directory on this machine that holds one directory per runner. Use the same one to start, stop and reap.",
        Default = "/tmp/gha-runner", Pattern = "/.+", PatternMeaning = "an absolute path below the root, such as /var/lib/gha-runner")]
    public string Directory { get; set; } = "/tmp/gha-runner";
}
