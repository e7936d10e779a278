using System.Globalization;
using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The parts of EC2's answers.</summary>
internal static class Ec2Xml
{
    private static readonly XNamespace s_space = QueryForm.Ec2Namespace;

    public static XElement Element(string name, params object?[] content) => new(s_space + name, content);

    public static XElement Item(params object?[] content) => Element("item", content);

    /// <summary>A list: the name, and an <c>item</c> each.</summary>
    public static XElement Set<T>(string name, IEnumerable<T> values, Func<T, object?> render) =>
        Element(name, [.. values.Select(value => Item(render(value)))]);

    public static XElement? Optional(string name, object? value) => value is null ? null : Element(name, value);

    public static XElement Tags(IEnumerable<KeyValuePair<string, string>> tags) =>
        Set("tagSet", tags, tag => new[] { Element("key", tag.Key), Element("value", tag.Value) });

    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
