namespace GhaRunner.Actions.Inputs;

/// <summary>Guesses which name was meant.</summary>
internal static class NearestName
{
    /// <summary>Makes the hint for an unknown name.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What could have been meant; not empty.</param>
    /// <returns><c>: did you mean 'x'?</c>, or the list of all names when none is near.</returns>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(candidate => Distance(name, candidate))!;
        return Distance(name, nearest) <= Math.Max(2, name.Length / 3)
            ? $": did you mean '{nearest}'?"
            : $"; it takes {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
    }

    /// <summary>The Levenshtein distance: how many characters must be added, removed or changed.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
