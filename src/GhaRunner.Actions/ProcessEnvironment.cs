using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace GhaRunner.Actions;

/// <summary>The environment variables of this process, read once. The only place that reads the environment.</summary>
/// <param name="variables">Names and values.</param>
internal sealed class ProcessEnvironment(IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Reads the variables of this process.</summary>
    /// <returns>A snapshot.</returns>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "The one place that reads the environment.")]
    public static ProcessEnvironment Read() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? ""));

    /// <summary>The name of the program as the image's entry point for the stage after a job; a link to the program itself.</summary>
    public const string PostName = "gha-runner-post";

    /// <summary>
    /// Whether this is the stage of a start action that comes after the job's steps. The runner gives it the same arguments as
    /// the action itself, so that only the name tells: the kernel keeps the one that was called, also through a link.
    /// </summary>
    public static bool IsPost => File.ReadAllText("/proc/self/cmdline").Split('\0')[0] is var called && Path.GetFileName(called) == PostName;

    /// <summary>The names of all variables.</summary>
    public IEnumerable<string> Names => variables.Keys;

    /// <summary>Whether this runs as a step of a workflow.</summary>
    public bool IsWorkflow => this["GITHUB_ACTIONS"] == "true";

    /// <summary>Whether somebody asked for every detail (re-run with debug logging).</summary>
    public bool IsDebug => this["RUNNER_DEBUG"] == "1";

    /// <summary>A variable's value; <c>""</c> when it is not set.</summary>
    /// <param name="name">The variable.</param>
    public string this[string name] => variables.TryGetValue(name, out var value) ? value : "";
}
