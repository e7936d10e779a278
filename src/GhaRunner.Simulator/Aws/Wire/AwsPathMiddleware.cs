using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace GhaRunner.Simulator.Aws.Wire;

/// <summary>
/// Says in the path what a request is about, <c>/_aws/{service}/{region}/{Action}</c>, so that request log, faults and
/// routing can tell: all services of AWS take their requests at <c>/</c>.
/// </summary>
internal sealed partial class AwsPathMiddleware(string defaultRegion)
{
    /// <summary>Where all services answer.</summary>
    public const string Root = "/_aws";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments(Root, out var rest) && rest.Value is null or "" or "/")
        {
            var call = Read(request, await ReadBodyAsync(request));
            context.Features.Set(call);
            request.Path = $"{Root}/{call.Service}/{call.Region}/{call.Action}";
        }

        await next(context);
    }

    private AwsCall Read(HttpRequest request, string body)
    {
        var target = request.Headers["X-Amz-Target"].ToString().Split('.');
        var form = target.Length == 2 ? null : QueryForm.Parse(body);
        var action = Word(target.Length == 2 ? target[1] : form!.Text("Action"));
        var sessionToken = request.Headers["X-Amz-Security-Token"].ToString();
        var scope = CredentialScope().Match(request.Headers.Authorization.ToString());
        var service = scope.Success ? scope.Groups["service"].Value : (target[0], form?.Text("Version")) switch
        {
            ("AmazonSSM", _) => "ssm",
            ("AWSPriceListService", _) => "pricing",
            (_, "2011-06-15") => "sts",
            _ => "ec2",
        };
        return new AwsCall(
            service,
            scope.Success ? scope.Groups["region"].Value : defaultRegion,
            action,
            body,
            scope.Success ? scope.Groups["key"].Value : null,
            sessionToken.Length == 0 ? null : sessionToken);
    }

    private static string Word(string? action) => action is not null && ActionName().IsMatch(action) ? action : "Unknown";

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        buffer.Position = 0;
        request.Body = buffer;
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    [GeneratedRegex(@"^AWS4-HMAC-SHA256 .*Credential=(?<key>\w+)/\d{8}/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9-]+)/aws4_request.*Signature=", RegexOptions.CultureInvariant)]
    private static partial Regex CredentialScope();

    [GeneratedRegex("^[A-Za-z]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex ActionName();
}
