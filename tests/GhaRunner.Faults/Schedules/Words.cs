using System.Text.RegularExpressions;

namespace GhaRunner.Faults.Schedules;

/// <summary>Values of enumerations as words: <c>KilledAfter</c> is <c>killed-after</c>.</summary>
internal static partial class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => Boundary().Replace(value.ToString(), "-").ToLowerInvariant();

    public static T? Find<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Of(value!.Value) == word);

    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(value => Of(value)));

    [GeneratedRegex("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])")]
    private static partial Regex Boundary();
}
