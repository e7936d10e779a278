using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using GhaRunner.Abstractions;
using GhaRunner.Simulator;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>The identity of a job of the simulated GitHub.</summary>
internal sealed class SimulatedIdentity(SimulatorHost host) : IIdentityTokenSource
{
    private int asked;

    public int Asked => Volatile.Read(ref asked);

    public async Task<string> GetAsync(string audience, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref asked);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{host.IdTokenRequestUrl}&audience={audience}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.IdTokenRequestToken);
        using var response = await client.SendAsync(request, cancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!["value"]!.GetValue<string>();
    }
}
