using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GhaRunner.Simulator.Aws.Wire;

/// <summary>An answer.</summary>
internal sealed record AwsReply(int Status, string ContentType, string Body)
{
    public const string XmlType = "text/xml;charset=UTF-8";
    public const string JsonType = "application/x-amz-json-1.1";

    public static AwsReply Xml(int status, XElement root) =>
        new(status, XmlType, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting));

    public static AwsReply Json(int status, JsonNode body) => new(status, JsonType, Hosting.Json.Text(body));

    public byte[] Bytes => Encoding.UTF8.GetBytes(Body);
}
