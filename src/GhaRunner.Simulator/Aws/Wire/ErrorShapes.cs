using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GhaRunner.Simulator.Aws.Wire;

/// <summary>How the three protocols say that something is refused.</summary>
internal static class ErrorShapes
{
    /// <summary>The ec2 query protocol.</summary>
    public static AwsReply Ec2(string code, string message, int status, string requestId) => AwsReply.Xml(status, new XElement(
        "Response",
        new XElement("Errors", new XElement("Error", new XElement("Code", code), new XElement("Message", message))),
        new XElement("RequestID", requestId)));

    /// <summary>The query protocol, of STS.</summary>
    public static AwsReply Sts(string code, string message, int status, string requestId)
    {
        XNamespace space = QueryForm.StsNamespace;
        return AwsReply.Xml(status, new XElement(
            space + "ErrorResponse",
            new XElement(space + "Error", new XElement(space + "Type", status < 500 ? "Sender" : "Receiver"), new XElement(space + "Code", code), new XElement(space + "Message", message)),
            new XElement(space + "RequestId", requestId)));
    }

    /// <summary>JSON 1.1, of SSM and the price list.</summary>
    public static AwsReply Json(string code, string message, int status) =>
        AwsReply.Json(status, new JsonObject { ["__type"] = code, ["message"] = message });
}
