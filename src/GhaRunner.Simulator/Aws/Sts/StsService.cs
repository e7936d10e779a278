using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Wire;
using GhaRunner.Simulator.GitHub.Oidc;

namespace GhaRunner.Simulator.Aws.Sts;

/// <summary>STS: who somebody is, and how to become a role.</summary>
internal sealed class StsService(Cloud cloud, IdTokens idTokens)
{
    private static readonly XNamespace s_space = QueryForm.StsNamespace;
    private readonly WebIdentity _webIdentity = new(cloud, idTokens);

    public AwsReply Answer(AwsCall call)
    {
        var requestId = RequestIds.New();
        try
        {
            var form = QueryForm.Parse(call.Body);
            XElement[] result = call.Action switch
            {
                "AssumeRoleWithWebIdentity" => _webIdentity.Assume(form),
                "GetCallerIdentity" => Show(Authenticate(call)),
                "DecodeAuthorizationMessage" => Decode(Authenticate(call), form),
                _ => throw new AwsError("InvalidAction", $"Could not find operation {call.Action} for version 2011-06-15"),
            };
            return AwsReply.Xml(200, Element(
                call.Action + "Response",
                Element(call.Action + "Result", [.. result]),
                Element("ResponseMetadata", Element("RequestId", requestId))));
        }
        catch (AwsError error)
        {
            return ErrorShapes.Sts(error.Code, error.Message, error.Status, requestId);
        }
    }

    public static XElement Element(string name, params object?[] content) => new(s_space + name, content);

    private XElement[] Show(Caller caller) => [Element("Arn", caller.Arn), Element("UserId", caller.UserId), Element("Account", cloud.Options.AccountId)];

    private XElement[] Decode(Caller caller, QueryForm form)
    {
        cloud.Permissions.Demand(caller, "sts:DecodeAuthorizationMessage", null, "AccessDenied", 403);
        var decoded = cloud.Permissions.Decode(form.Text("EncodedMessage") ?? "")
            ?? throw new AwsError("InvalidAuthorizationMessageException", "Message is not valid");
        return [Element("DecodedMessage", decoded)];
    }

    private Caller Authenticate(AwsCall call)
    {
        var (state, caller) = call.Identify(cloud.Credentials);
        return state switch
        {
            CredentialState.Valid => caller!,
            CredentialState.Missing => throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token"),
            CredentialState.Expired => throw new AwsError("ExpiredToken", "The security token included in the request is expired"),
            _ => throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid."),
        };
    }
}
