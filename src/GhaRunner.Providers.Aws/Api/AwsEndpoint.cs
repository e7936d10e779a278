namespace GhaRunner.Providers.Aws.Api;

/// <summary>Where the services are, when it is not where the SDK finds them (AWS itself, or what <c>AWS_ENDPOINT_URL</c> says).</summary>
/// <param name="ServiceUrl">One address for all services; <see langword="null"/> for the SDK's own way.</param>
internal sealed record AwsEndpoint(string? ServiceUrl = null);
