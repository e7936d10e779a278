using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GhaRunner.Abstractions;

/// <summary>What a name of ours tells: of a machine, of a runner's label, or of a runner.</summary>
/// <param name="RunId">The workflow run.</param>
/// <param name="RunAttempt">Its attempt.</param>
/// <param name="Start">The start.</param>
/// <param name="Index">The machine's number within its start.</param>
public sealed partial record OwnedName(long RunId, int RunAttempt, string Start, int Index)
{
    /// <summary>Reads a name.</summary>
    /// <param name="name">
    /// <see cref="Ownership.MachineName"/>, in any case; a runner that had to register again has <c>-r2</c> behind it.
    /// </param>
    /// <param name="owned">What it tells when the answer is <see langword="true"/>.</param>
    /// <returns>Whether it is a name of ours.</returns>
    public static bool TryParse(string name, [NotNullWhen(true)] out OwnedName? owned)
    {
        var match = Form().Match(name);
        owned = match.Success
            && long.TryParse(match.Groups["run"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var run)
            && int.TryParse(match.Groups["attempt"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            && int.TryParse(match.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new OwnedName(run, attempt, match.Groups["start"].Value.ToLowerInvariant(), index)
            : null;
        return owned is not null;
    }

    [GeneratedRegex(@"\Agha-(?<run>\d+)-(?<attempt>\d+)-(?<start>[a-z0-9]+)-(?<index>\d+)(-r\d+)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
