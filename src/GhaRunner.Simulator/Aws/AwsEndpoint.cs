using GhaRunner.Simulator.Aws.Ec2;
using GhaRunner.Simulator.Aws.Pricing;
using GhaRunner.Simulator.Aws.Ssm;
using GhaRunner.Simulator.Aws.Sts;
using GhaRunner.Simulator.Aws.Wire;
using GhaRunner.Simulator.GitHub.Oidc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.Aws;

/// <summary>The one path at which all services answer.</summary>
internal sealed class AwsEndpoint(Cloud cloud, IdTokens idTokens)
{
    private readonly Ec2Service _ec2 = new(cloud);
    private readonly StsService _sts = new(cloud, idTokens);
    private readonly SsmService _ssm = new(cloud);
    private readonly PricingService _pricing = new(cloud);

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost(AwsPathMiddleware.Root + "/{service}/{region}/{action}", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Features.Get<AwsCall>() is not { } call)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var reply = call.Service switch
        {
            "ec2" => _ec2.Answer(call),
            "sts" => _sts.Answer(call),
            "ssm" => _ssm.Answer(call),
            "pricing" => _pricing.Answer(call),
            _ => ErrorShapes.Json("UnknownServiceException", $"The simulator does not have the service {call.Service}.", 404),
        };
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        context.Response.Headers["x-amzn-RequestId"] = RequestIds.New();
        await context.Response.Body.WriteAsync(reply.Bytes, context.RequestAborted);
    }
}
