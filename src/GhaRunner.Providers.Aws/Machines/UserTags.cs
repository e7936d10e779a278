using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>Reads the input <c>tags</c> (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions).</summary>
internal static class UserTags
{
    /// <summary>What is left of EC2's 50 beside ours and the name, with one to spare.</summary>
    public const int Most = 38;

    private const int LongestKey = 128;
    private const int LongestValue = 256;

    /// <summary>Takes the tags apart.</summary>
    /// <param name="tags">Valid items.</param>
    /// <returns>Keys and values.</returns>
    public static IEnumerable<KeyValuePair<string, string>> Parse(IEnumerable<string> tags) => tags.Select(Split);

    /// <summary>Finds what is wrong.</summary>
    /// <param name="tags">The items as given.</param>
    /// <returns>Problems, each as the rest of a sentence that starts with the input's name.</returns>
    public static IEnumerable<string> Problems(IReadOnlyList<string> tags)
    {
        if (tags.Count > Most)
            yield return $"are {tags.Count}; at most {Most} fit beside those that mark the machine.";
        foreach (var tag in tags)
        {
            if (Problem(tag) is { } problem)
                yield return problem;
        }

        foreach (var twice in tags.Where(tag => tag.Contains('=', StringComparison.Ordinal)).GroupBy(tag => Split(tag).Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"give '{twice.Key}' {twice.Count()} values; leave one.";
    }

    private static string? Problem(string tag)
    {
        var (key, value) = Split(tag);
        return !tag.Contains('=', StringComparison.Ordinal) || key.Length == 0 ? $"have '{tag}', which is not of the form key=value."
            : key.Length > LongestKey ? $"have a key of {key.Length} characters ('{key[..20]}…'); at most {LongestKey} are allowed."
            : value.Length > LongestValue ? $"give '{key}' a value of {value.Length} characters; at most {LongestValue} are allowed."
            : key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) ? $"have the key '{key}'; AWS keeps keys that begin with aws: to itself."
            : key.StartsWith(OwnershipTags.Owner, StringComparison.OrdinalIgnoreCase) ? $"have the key '{key}'; keys that begin with {OwnershipTags.Owner} mark whose a machine is."
            : null;
    }

    private static KeyValuePair<string, string> Split(string tag)
    {
        var equals = tag.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? KeyValuePair.Create(tag.Trim(), "") : KeyValuePair.Create(tag[..equals].Trim(), tag[(equals + 1)..].Trim());
    }
}
