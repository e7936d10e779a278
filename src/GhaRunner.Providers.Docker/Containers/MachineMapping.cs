using System.Globalization;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Engine;

namespace GhaRunner.Providers.Docker.Containers;

/// <summary>Turns what the engine tells of a container into a machine of the contract.</summary>
internal static partial class MachineMapping
{
    /// <summary>Reads one container.</summary>
    /// <param name="container">As inspected.</param>
    /// <returns>The machine, or <see langword="null"/> when the container is not ours.</returns>
    public static Machine? ToMachine(ContainerDetails container) =>
        Ownership.TryFromTags(container.Config.Labels ?? EmptyLabels, out var ownership)
            ? new Machine(container.Id, ToState(container.State.Status), ownership)
            {
                CreatedAt = container.Created,
                StateReason = Explain(container.State),
                Candidate = new Candidate { InstanceType = container.Config.Image },
            }
            : null;

    /// <summary>Reads one entry of the list.</summary>
    /// <param name="container">As listed.</param>
    /// <returns>The machine, or <see langword="null"/> when the container is not ours.</returns>
    public static Machine? ToMachine(ContainerSummary container) =>
        Ownership.TryFromTags(container.Labels ?? EmptyLabels, out var ownership)
            ? new Machine(container.Id, ToState(container.State), ownership)
            {
                CreatedAt = DateTimeOffset.FromUnixTimeSeconds(container.Created),
                StateReason = Explain(container),
                Candidate = new Candidate { InstanceType = container.Image },
            }
            : null;

    /// <summary>Maps the engine's states, https://docs.docker.com/reference/api/engine/ (ContainerState.Status).</summary>
    /// <param name="status">The engine's word.</param>
    /// <returns>The contract's; what is not known counts as running, so that it is looked after.</returns>
    public static MachineState ToState(string status) => status switch
    {
        "created" => MachineState.Pending,
        "exited" or "dead" => MachineState.Ended,
        "removing" => MachineState.Deleting,
        _ => MachineState.Running,
    };

    private static readonly Dictionary<string, string> EmptyLabels = [];

    /// <summary>128 and the number of SIGKILL, as shells count.</summary>
    private const int Killed = 137;

    // The list has no exit code, only a text for people: "Exited (1) 2 seconds ago".
    private static string Explain(ContainerSummary container) =>
        ExitedText().Match(container.Status) is { Success: true } match
            && int.TryParse(match.Groups["code"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exitCode)
            ? Explain(new ContainerState(container.State, exitCode, OOMKilled: false))
            : container.Status;

    private static string Explain(ContainerState state)
    {
        var exitCode = string.Create(CultureInfo.InvariantCulture, $"exit code {state.ExitCode}");
        string[] parts =
        [
            state.Status switch { "exited" => exitCode, "dead" => $"dead, {exitCode}", _ => state.Status },
            // The engine misses the kernel's word now and then: then the signal alone is left.
            state.OOMKilled ? "out of memory (the limit of input 'memory', or the engine's machine)"
                : state is { Status: "exited", ExitCode: Killed } ? "killed, for want of memory perhaps (input 'memory')" : "",
            state.Error,
        ];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    // moby/moby, daemon/container/state.go (State.String).
    [GeneratedRegex(@"\AExited \((?<code>-?[0-9]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex ExitedText();
}
