using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using GhaRunner.Providers.Docker.Engine;

namespace GhaRunner.Providers.Docker.Containers;

/// <summary>Reads the input <c>gpus</c>, written as for <c>docker run --gpus</c>.</summary>
internal static partial class GpuRequest
{
    private const string Devices = "device=";

    /// <summary>Reads a request.</summary>
    /// <param name="text"><c>all</c>, a count, or <c>device=</c> with indices or UUIDs.</param>
    /// <param name="request">The request in the engine's form, when the answer is <see langword="true"/>.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence that starts with the input's name; else empty.</param>
    /// <returns>Whether it is a request.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out DeviceRequest? request, out string problem)
    {
        request = null;
        problem = "";
        if (text == "all")
            request = Gpus(count: -1, ids: null);
        else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            request = Gpus(count, ids: null);
        else if (text.StartsWith(Devices, StringComparison.Ordinal) && text[Devices.Length..].Split(',') is var ids && Array.TrueForAll(ids, id => Id().IsMatch(id)))
            request = Gpus(count: null, ids);
        else
            problem = $"'{text}' is not a choice of GPUs; write all, a count such as 1, or device=0,1 with indices or UUIDs.";
        return request is not null;
    }

    private static DeviceRequest Gpus(int? count, IReadOnlyList<string>? ids) => new(count, ids, [["gpu"]]);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9:-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
