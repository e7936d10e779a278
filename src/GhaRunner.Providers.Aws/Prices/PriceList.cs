using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using Amazon.SecurityToken;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Prices;

/// <summary>
/// What on-demand capacity costs, by the Price List Query API
/// (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html). It has prices in US dollars
/// for the commercial regions alone.
/// </summary>
internal sealed class PriceList(ICredentialSource credentials, AwsEndpoint endpoint) : IDisposable
{
    private const string ApiRegion = "us-east-1";

    /// <summary>Good to know, and not worth a wait.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Region, string Type), Lazy<Task<decimal?>>> asked = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private HttpClient? client;

    /// <summary>Looks up what a type costs with Linux and nothing else on it, on shared hardware.</summary>
    /// <param name="region">The region.</param>
    /// <param name="type">The type.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>US dollars an hour, or <see langword="null"/> when the list has no such price, or more than one.</returns>
    /// <exception cref="HttpRequestException">The list could not be asked.</exception>
    public Task<decimal?> GetAsync(string region, string type, CancellationToken cancellationToken) =>
        RegionEndpoint.GetBySystemName(region).PartitionName != "aws" ? Task.FromResult<decimal?>(null)
        : asked.GetOrAdd((region, type), _ => new Lazy<Task<decimal?>>(() => AskAsync(region, type))).Value.WaitAsync(cancellationToken);

    /// <summary>Reads the price out of an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>US dollars an hour, or <see langword="null"/> when there is none, or more than one.</returns>
    public static decimal? Read(PriceListAnswer answer)
    {
        var prices = new HashSet<decimal>();
        foreach (var product in (answer.PriceList ?? []).Select(text => JsonSerializer.Deserialize(text, PriceListJson.Default.PricedProduct)))
        {
            foreach (var dimension in (product?.Terms?.OnDemand?.Values ?? []).SelectMany(term => term.PriceDimensions?.Values ?? []))
            {
                if (dimension.Unit == "Hrs" && Price.Parse(dimension.PricePerUnit?.GetValueOrDefault("USD")) is { } price)
                    prices.Add(price);
            }
        }

        return prices.Count == 1 && string.IsNullOrEmpty(answer.NextToken) ? prices.First() : null;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        client?.Dispose();
        gate.Dispose();
    }

    private async Task<decimal?> AskAsync(string region, string type)
    {
        var http = await ClientAsync();
        var query = new PriceListQuery("AmazonEC2",
        [
            new("instanceType", type), new("regionCode", region), new("operatingSystem", "Linux"), new("tenancy", "Shared"),
            new("preInstalledSw", "NA"), new("capacitystatus", "Used"), new("marketoption", "OnDemand"),
        ]);
        using var content = JsonContent.Create(query, PriceListJson.Default.PriceListQuery, new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        await content.LoadIntoBufferAsync(); // It is hashed to be signed.
        using var request = new HttpRequestMessage(HttpMethod.Post, http.BaseAddress) { Content = content };
        request.Headers.Add("X-Amz-Target", "AWSPriceListService.GetProducts");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(PriceListJson.Default.PriceListAnswer) is { } answer ? Read(answer) : null;
    }

    private async Task<HttpClient> ClientAsync()
    {
        await gate.WaitAsync();
        try
        {
            return client ??= new HttpClient(new SigV4SigningHandler(
                await credentials.GetAsync(CancellationToken.None), RegionEndpoint.GetBySystemName(ApiRegion), "pricing", new SocketsHttpHandler { AllowAutoRedirect = false }))
            {
                BaseAddress = new Uri(ServiceUrl()),
                Timeout = Timeout,
            };
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The address as the SDK finds it for its own services: <c>AWS_ENDPOINT_URL_PRICING</c>, <c>AWS_ENDPOINT_URL</c>, the profile.</summary>
    private string ServiceUrl()
    {
        ClientConfig config = new AmazonSecurityTokenServiceConfig();
        config.ServiceId = "Pricing";
        return (endpoint.ServiceUrl ?? config.ServiceURL)?.TrimEnd('/') is { Length: > 0 } address ? $"{address}/" : $"https://api.pricing.{ApiRegion}.amazonaws.com/";
    }
}
