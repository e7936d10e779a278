using System.Buffers;
using System.Security.Cryptography;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Places;

/// <summary>Ids such as <c>i-0123456789abcdef0</c>.</summary>
internal static class ResourceIds
{
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    public static string New(string prefix) => $"{prefix}-0{RandomNumberGenerator.GetHexString(16, lowercase: true)}";

    public static bool IsWellFormed(string prefix, string id) =>
        id.StartsWith(prefix + "-", StringComparison.Ordinal) && id.Length - prefix.Length - 1 is 8 or 17 && id.AsSpan(prefix.Length + 1).IndexOfAnyExcept(s_digits) < 0;

    /// <exception cref="AwsError">It does not look like an id of its kind.</exception>
    public static void Demand(string prefix, string id, string code)
    {
        if (!IsWellFormed(prefix, id))
            throw new AwsError(code, $"Invalid id: \"{id}\" (expecting \"{prefix}-...\")");
    }
}
