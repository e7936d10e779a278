using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using GhaRunner.Providers.Docker.Engine;

namespace GhaRunner.Providers.Docker.Containers;

/// <summary>Reads an item of the input <c>volumes</c>.</summary>
internal static partial class VolumeMount
{
    /// <summary>Reads a mount.</summary>
    /// <param name="text"><c>source:target</c>, with <c>:ro</c> or <c>:rw</c> behind it or not.</param>
    /// <param name="mount">The mount in the engine's form, when the answer is <see langword="true"/>.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence that starts with the input's name; else empty.</param>
    /// <returns>Whether it is a mount.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Mount? mount, out string problem)
    {
        mount = null;
        problem = "";
        var parts = text.Split(':');
        if (parts.Length is < 2 or > 3 || (parts.Length == 3 && parts[2] is not ("ro" or "rw")))
        {
            problem = $"'{text}' is not a mount; write source:target or source:target:ro.";
            return false;
        }

        var isPath = parts[0].StartsWith('/');
        if (!isPath && !VolumeName().IsMatch(parts[0]))
            problem = $"'{text}' starts with neither an absolute path nor the name of a volume.";
        else if (!parts[1].StartsWith('/') || parts[1] == "/")
            problem = $"'{text}' has no absolute path of the container (other than /) as its target.";
        else
            mount = new Mount(isPath ? "bind" : "volume", parts[0], parts[1], parts.Length == 3 && parts[2] == "ro");
        return mount is not null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex VolumeName();
}
