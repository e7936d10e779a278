using System.IO.Enumeration;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The filters that an action knows: each gives the values of a thing, one of which must be asked for; <c>*</c> and <c>?</c> are wildcards.</summary>
internal sealed class FilterSet<T>(IReadOnlyDictionary<string, Func<T, IEnumerable<string?>>> known, Func<T, IReadOnlyDictionary<string, string>>? tags = null)
{
    /// <exception cref="AwsError">A filter is unknown.</exception>
    public IEnumerable<T> Apply(QueryForm form, IEnumerable<T> things)
    {
        List<Func<T, bool>> conditions = [.. form.Structures("Filter").Select(Condition)];
        return things.Where(thing => conditions.TrueForAll(condition => condition(thing)));
    }

    private Func<T, bool> Condition(QueryForm filter)
    {
        var name = filter.Required("Name");
        var wanted = filter.List("Value");
        if (wanted.Count == 0)
            throw new AwsError("InvalidParameterValue", $"The filter '{name}' has no values.");
        var values = Values(name);
        return thing => values(thing).Any(value => value is not null && wanted.Exists(pattern => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false)));
    }

    private Func<T, IEnumerable<string?>> Values(string name)
    {
        if (tags is not null && name == "tag-key")
            return thing => tags(thing).Keys;
        if (tags is not null && name.StartsWith("tag:", StringComparison.Ordinal))
            return thing => tags(thing).TryGetValue(name["tag:".Length..], out var value) ? [value] : [];
        return known.TryGetValue(name, out var values) ? values : throw new AwsError("InvalidParameterValue", $"The filter '{name}' is invalid");
    }
}
