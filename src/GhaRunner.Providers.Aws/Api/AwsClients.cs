using System.Collections.Concurrent;
using Amazon;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SimpleSystemsManagement;

namespace GhaRunner.Providers.Aws.Api;

/// <summary>
/// The SDK's clients, one a service and region, made when they are first needed. They try once: the core repeats what is
/// worth repeating. Endpoints, proxies and profiles are the SDK's own business.
/// </summary>
internal sealed class AwsClients(ICredentialSource credentials, AwsEndpoint endpoint) : IDisposable
{
    private static readonly TimeSpan timeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(Type Service, string Region), Lazy<IDisposable>> clients = new();

    /// <summary>The client of EC2 in a region.</summary>
    /// <param name="region">The region.</param>
    /// <param name="cancellationToken">Ends the wait for credentials.</param>
    /// <returns>A client with valid credentials.</returns>
    public async Task<IAmazonEC2> Ec2Async(string region, CancellationToken cancellationToken)
    {
        var who = await credentials.GetAsync(cancellationToken);
        return Client<IAmazonEC2>(region, () => new AmazonEC2Client(who, Configure(new AmazonEC2Config(), region)));
    }

    /// <summary>The client of the parameter store in a region.</summary>
    /// <param name="region">The region.</param>
    /// <param name="cancellationToken">Ends the wait for credentials.</param>
    /// <returns>A client with valid credentials.</returns>
    public async Task<IAmazonSimpleSystemsManagement> SsmAsync(string region, CancellationToken cancellationToken)
    {
        var who = await credentials.GetAsync(cancellationToken);
        return Client<IAmazonSimpleSystemsManagement>(region,
            () => new AmazonSimpleSystemsManagementClient(who, Configure(new AmazonSimpleSystemsManagementConfig(), region)));
    }

    /// <summary>The client of STS in a region.</summary>
    /// <param name="region">The region.</param>
    /// <param name="cancellationToken">Ends the wait for credentials.</param>
    /// <returns>A client with valid credentials.</returns>
    public async Task<IAmazonSecurityTokenService> StsAsync(string region, CancellationToken cancellationToken)
    {
        var who = await credentials.GetAsync(cancellationToken);
        return Client<IAmazonSecurityTokenService>(region, () => new AmazonSecurityTokenServiceClient(who, StsConfig(region, endpoint)));
    }

    /// <summary>The configuration of STS in a region, for the calls that need no credentials.</summary>
    /// <param name="region">The region.</param>
    /// <param name="endpoint">Where the services are.</param>
    /// <returns>A configuration.</returns>
    public static AmazonSecurityTokenServiceConfig StsConfig(string region, AwsEndpoint endpoint) =>
        Configure(new AmazonSecurityTokenServiceConfig(), region, endpoint);

    /// <summary>Disposes of every client.</summary>
    public void Dispose()
    {
        foreach (var client in clients.Values)
            client.Value.Dispose();
    }

    private T Client<T>(string region, Func<T> create)
        where T : class, IDisposable =>
        (T)clients.GetOrAdd((typeof(T), region), _ => new Lazy<IDisposable>(create)).Value;

    private T Configure<T>(T config, string region)
        where T : ClientConfig =>
        Configure(config, region, endpoint);

    private static T Configure<T>(T config, string region, AwsEndpoint endpoint)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        if (endpoint.ServiceUrl is not null)
            config.ServiceURL = endpoint.ServiceUrl;
        config.AuthenticationRegion = region; // A service address from the environment would unset it.
        config.MaxErrorRetry = 0;
        config.MaxStaleConnectionRetries = 0;
        config.ThrottleRetries = false;
        config.Timeout = timeout;
        return config;
    }
}
