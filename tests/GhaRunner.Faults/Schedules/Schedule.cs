using System.Globalization;
using System.Text.RegularExpressions;

namespace GhaRunner.Faults.Schedules;

/// <summary>
/// A workflow in which things go wrong: two machines are started, and the stage after the job, the stop job and the reaper
/// follow. One line of text says all of it: <c>aws start@7=killed-after mapping=lost reap@2=answer-500</c>.
/// </summary>
public sealed partial record Schedule
{
    private const string LostMapping = "mapping=lost";

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The faults, in the order of the workflow.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Stages that never run: the machine of the start job is lost (<c>post=lost</c>), or the run is (<c>stop=lost</c>).</summary>
    public IReadOnlyList<Stage> Lost { get; init; } = [];

    /// <summary>Whether the outputs of the start do not reach the stop job, which then looks by tags.</summary>
    public bool MappingIsLost { get; init; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">What <see cref="ToString"/> writes.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="FormatException">A word is not understood.</exception>
    public static Schedule Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            throw new FormatException("A schedule begins with a provider.");
        var faults = words.Skip(1).Where(word => word.Contains('@', StringComparison.Ordinal)).Select(ReadFault);
        return new Schedule
        {
            Provider = words[0],
            Faults = [.. faults.OrderBy(fault => fault.Stage).ThenBy(fault => fault.Request)],
            Lost = [.. words.Skip(1).Where(word => !word.Contains('@', StringComparison.Ordinal) && word != LostMapping).Select(ReadLoss).Order()],
            MappingIsLost = words.Contains(LostMapping),
        };
    }

    /// <summary>The faults of one stage.</summary>
    /// <param name="stage">The stage.</param>
    public IReadOnlyList<Fault> In(Stage stage) => [.. Faults.Where(fault => fault.Stage == stage)];

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', (string[])
    [
        Provider, .. Faults.Select(fault => fault.ToString()), .. Lost.Select(stage => $"{Words.Of(stage)}=lost"), .. MappingIsLost ? [LostMapping] : Array.Empty<string>(),
    ]);

    private static Fault ReadFault(string word)
    {
        var match = FaultForm().Match(word);
        return match.Success && Words.Find<Stage>(match.Groups["stage"].Value) is { } stage && Words.Find<FaultKind>(match.Groups["kind"].Value) is { } kind
            ? new Fault(stage, int.Parse(match.Groups["request"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), kind)
            : throw new FormatException($"'{word}' is no fault: write stage@request=kind, with a stage of {Words.All<Stage>()} and a kind of {Words.All<FaultKind>()}.");
    }

    private static Stage ReadLoss(string word) => word.EndsWith("=lost", StringComparison.Ordinal) && Words.Find<Stage>(word[..^5]) is Stage.Post or Stage.Stop
        ? Words.Find<Stage>(word[..^5])!.Value
        : throw new FormatException($"'{word}' is not understood: write stage@request=kind, post=lost, stop=lost or {LostMapping}.");

    [GeneratedRegex(@"\A(?<stage>[a-z]+)@(?<request>[1-9]\d{0,5})=(?<kind>[a-z0-9-]+)\z")]
    private static partial Regex FaultForm();
}
