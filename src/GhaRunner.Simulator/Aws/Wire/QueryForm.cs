using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace GhaRunner.Simulator.Aws.Wire;

/// <summary>The parameters of a query request, whose lists and structures are spelled <c>Name.1.Member</c>.</summary>
internal sealed class QueryForm
{
    public const string Ec2Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";
    public const string StsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
    private readonly SortedDictionary<string, string> _values;

    private QueryForm(SortedDictionary<string, string> values) => _values = values;

    public static QueryForm Parse(string body)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in QueryHelpers.ParseQuery(body))
            values[name] = LastOf(value);
        return new QueryForm(values);
    }

    public IReadOnlyDictionary<string, string> All => _values;

    /// <summary>A parameter; <see langword="null"/> when absent or empty.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <exception cref="AwsError">It is absent.</exception>
    public string Required(string name) => Text(name) ?? throw new AwsError("MissingParameter", $"The request must contain the parameter {name}");

    /// <exception cref="AwsError">It is no whole number.</exception>
    public int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new AwsError("InvalidParameterValue", $"Value ({text}) for parameter {name} is invalid. Expected an integer.");

    /// <exception cref="AwsError">It is neither true nor false.</exception>
    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" or "True" => true,
        "false" or "False" => false,
        var text => throw new AwsError("InvalidParameterValue", $"Value ({text}) for parameter {name} is invalid. Expected a boolean."),
    };

    /// <summary>The values of a list, in its order.</summary>
    public List<string> List(string name) => [.. Indices(name).Select(index => _values.GetValueOrDefault($"{name}.{index}", ""))];

    /// <summary>The structures of a list, in its order.</summary>
    public IEnumerable<QueryForm> Structures(string name) => Indices(name).Select(index => Structure($"{name}.{index}"));

    /// <summary>A structure, whose parameters are then named without its name.</summary>
    public QueryForm Structure(string name)
    {
        var prefix = name + ".";
        var inner = _values.Where(value => value.Key.StartsWith(prefix, StringComparison.Ordinal));
        return new QueryForm(new SortedDictionary<string, string>(inner.ToDictionary(value => value.Key[prefix.Length..], value => value.Value), StringComparer.Ordinal));
    }

    public bool Has(string nameOrPrefix) => _values.Keys.Any(key => key == nameOrPrefix || key.StartsWith(nameOrPrefix + ".", StringComparison.Ordinal));

    /// <summary>All parameters but those named, as one text that is equal when they are.</summary>
    public string Fingerprint(params IReadOnlyCollection<string> except) =>
        string.Join('&', _values.Where(value => !except.Contains(value.Key)).Select(value => $"{Uri.EscapeDataString(value.Key)}={Uri.EscapeDataString(value.Value)}"));

    private IEnumerable<int> Indices(string name)
    {
        var prefix = name + ".";
        return _values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => int.TryParse(key[prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0)
            .Where(index => index > 0).Distinct().Order();
    }

    private static string LastOf(StringValues values) => values.Count == 0 ? "" : values[^1] ?? "";
}
