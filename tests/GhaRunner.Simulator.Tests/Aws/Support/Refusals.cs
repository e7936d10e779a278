using System.Net;
using Amazon.Runtime;

namespace GhaRunner.Simulator.Tests.Aws.Support;

/// <summary>Expects calls to be refused.</summary>
internal static class Refusals
{
    /// <summary>The refusal's code, its status and its message.</summary>
    public static async Task<(string Code, HttpStatusCode Status, string Message)> RefusalAsync(Func<Task> call)
    {
        var refusal = (await call.Should().ThrowAsync<AmazonServiceException>()).Which;
        refusal.RequestId.Should().NotBeNullOrEmpty();
        return (refusal.ErrorCode, refusal.StatusCode, refusal.Message);
    }

    public static async Task<string> CodeAsync(Func<Task> call) => (await RefusalAsync(call)).Code;
}
