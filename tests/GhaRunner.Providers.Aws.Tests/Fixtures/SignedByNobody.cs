using System.Buffers.Text;
using System.Text;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>An identity that only who does not look at signatures believes.</summary>
internal sealed class SignedByNobody(string repository = "octo-org/octo-repo") : IIdentityTokenSource
{
    public List<string> Audiences { get; } = [];

    public Task<string> GetAsync(string audience, CancellationToken cancellationToken)
    {
        Audiences.Add(audience);
        var payload = $$"""{"sub":"repo:{{repository}}:ref:refs/heads/main","aud":"{{audience}}","repository":"{{repository}}","run_id":"4711"}""";
        return Task.FromResult($"{Part("{}")}.{Part(payload)}.{Part("nobody")}");
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
