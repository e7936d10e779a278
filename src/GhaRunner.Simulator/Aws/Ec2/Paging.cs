using System.Globalization;
using System.Text;
using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>Pages of results.</summary>
internal static class Paging
{
    private const string Prefix = "simulated-page:";

    /// <summary>The page that is asked for, and the element that leads to the next one.</summary>
    /// <exception cref="AwsError">The page's size or the token is invalid.</exception>
    public static (List<T> Items, XElement? NextToken) Page<T>(this Ec2Call call, IEnumerable<T> all, int least = 5)
    {
        var asked = call.Form.Number("MaxResults");
        if (asked < least || asked > 1000)
            throw new AwsError("InvalidParameterValue", $"Value ( {asked} ) for parameter maxResults is invalid. Expecting a value between {least} and 1000.");
        var size = Math.Min(asked ?? int.MaxValue, call.Cloud.Options.PageSize);
        var start = call.Form.Text("NextToken") is { } token ? Read(token) : 0;
        var rest = all.Skip(start).Take(size + 1).ToList();
        return rest.Count <= size ? (rest, null) : (rest[..size], Ec2Xml.Element("nextToken", Write(start + size)));
    }

    private static string Write(int start) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Prefix + start.ToString(CultureInfo.InvariantCulture)));

    private static int Read(string token)
    {
        var buffer = new byte[token.Length];
        return Convert.TryFromBase64String(token, buffer, out var length)
            && Encoding.UTF8.GetString(buffer, 0, length) is var text && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? int.Parse(text[Prefix.Length..], CultureInfo.InvariantCulture)
            : throw new AwsError("InvalidNextToken", "The token is not valid.");
    }
}
