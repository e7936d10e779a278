using System.Text.Json;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Aws.Access;

namespace GhaRunner.Simulator.Aws.Wire;

/// <summary>What the services that speak JSON 1.1 have in common.</summary>
internal static class JsonService
{
    /// <summary>Answers a call whose caller is known, or says why not.</summary>
    public static AwsReply Answer(Cloud cloud, AwsCall call, Func<Caller, JsonObject, JsonNode> action)
    {
        try
        {
            var (state, caller) = call.Identify(cloud.Credentials);
            return state switch
            {
                CredentialState.Valid => AwsReply.Json(200, cloud.Enter(() => action(caller!, Parse(call.Body)))),
                CredentialState.Missing => throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token"),
                CredentialState.Expired => throw new AwsError("ExpiredTokenException", "The security token included in the request is expired"),
                _ => throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid."),
            };
        }
        catch (AwsError error)
        {
            return ErrorShapes.Json(error.Code, error.Message, error.Status);
        }
    }

    private static JsonObject Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw new AwsError("SerializationException", "The body is not JSON.");
        }
    }
}
