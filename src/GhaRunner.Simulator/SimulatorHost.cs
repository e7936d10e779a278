using System.Net;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Wire;
using GhaRunner.Simulator.Faults;
using GhaRunner.Simulator.GitHub;
using GhaRunner.Simulator.GitHub.Oidc;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Simulator;

/// <summary>A running simulator: real HTTP on a real port, until it is disposed of.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly Cloud _cloud;
    private readonly IdTokens _idTokens;

    private SimulatorHost(
        WebApplication app, CancellationTokenSource stopping, Uri serverUrl, GitHubSimulator gitHub, Cloud cloud, IdTokens idTokens, FaultScript faults, RequestLog requests, RequestLog runnerRequests)
    {
        (_app, _stopping, ServerUrl, GitHub) = (app, stopping, serverUrl, gitHub);
        (_cloud, _idTokens, Aws) = (cloud, idTokens, new AwsSimulator(cloud));
        (Faults, Requests, RunnerRequests) = (faults, requests, runnerRequests);
    }

    /// <summary>The server's URL, <c>GITHUB_SERVER_URL</c> of the product; ends with a slash.</summary>
    public Uri ServerUrl { get; }

    /// <summary>The API's URL, <c>GITHUB_API_URL</c> of the product; ends without a slash.</summary>
    public Uri ApiUrl => new(ServerUrl, GitHubPaths.Api);

    /// <summary>The simulated GitHub.</summary>
    public GitHubSimulator GitHub { get; }

    /// <summary>Where all services of the simulated AWS answer, <c>AWS_ENDPOINT_URL</c> of the product; ends without a slash.</summary>
    public Uri AwsUrl => new(ServerUrl, AwsPathMiddleware.Root);

    /// <summary>The simulated AWS.</summary>
    public AwsSimulator Aws { get; }

    /// <summary>Where a job gets its OIDC token, <c>ACTIONS_ID_TOKEN_REQUEST_URL</c> of the product; has a query already.</summary>
    public Uri IdTokenRequestUrl => new(ServerUrl, IdTokenEndpoint.Path + "?api-version=2.0");

    /// <summary>What a job shows to get its OIDC token, <c>ACTIONS_ID_TOKEN_REQUEST_TOKEN</c> of the product.</summary>
    public string IdTokenRequestToken => _idTokens.RequestToken;

    /// <summary>The subject of the OIDC tokens that are issued from now on.</summary>
    /// <value>Default: <c>repo:octo-org/octo-repo:ref:refs/heads/main</c>.</value>
    public string IdTokenSubject
    {
        get => _idTokens.Subject;
        set => _idTokens.Subject = value;
    }

    /// <summary>What goes wrong.</summary>
    public FaultScript Faults { get; }

    /// <summary>The API requests so far.</summary>
    public RequestLog Requests { get; }

    /// <summary>The requests of stand-in runners, and the downloads of the runner.</summary>
    public RequestLog RunnerRequests { get; }

    /// <summary>Starts a simulator.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The simulator, which answers.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        var app = Build(options);
        RequestLog requests = new(), runnerRequests = new();
        FaultScript faults = new();
        var log = new RequestLogMiddleware(requests, runnerRequests, options.TimeProvider);
        var strike = new FaultMiddleware(faults, options);
        RequestDelegate? pipeline = null;
        var awsPath = new AwsPathMiddleware(options.Aws.Regions[0].Name);
        app.Use(next => context => awsPath.InvokeAsync(context, next));
        app.Use(next => context => log.InvokeAsync(context, inner => strike.InvokeAsync(inner, next)));
        app.Run(context => pipeline!(context));

        // The URL that endpoints hand out has the port, which is known only when the server listens.
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var serverUrl = new UriBuilder(Uri.UriSchemeHttp, options.AdvertisedHost, new Uri(address).Port).Uri;
        var services = new GitHubServices(options, serverUrl);
        var stopping = new CancellationTokenSource();
        var cloud = new Cloud(options.Aws, options.TimeProvider);
        var idTokens = new IdTokens(options.TimeProvider);
        pipeline = Route(app, endpoints =>
        {
            GitHubEndpoints.Map(endpoints, services, stopping.Token);
            IdTokenEndpoint.Map(endpoints, idTokens);
            new AwsEndpoint(cloud, idTokens).Map(endpoints);
            FaultControl.Map(endpoints, faults);
            RequestLogControl.Map(endpoints, requests, runnerRequests);
        });
        return new SimulatorHost(app, stopping, serverUrl, new GitHubSimulator(services, options), cloud, idTokens, faults, requests, runnerRequests);
    }

    /// <summary>Stops answering, and drops what is in progress.</summary>
    /// <returns>A task that ends when the port is free.</returns>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await GitHub.DisposeAsync();
        await _app.DisposeAsync();
        await _cloud.DisposeAsync();
        _idTokens.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(SimulatorOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.ListenOnAllInterfaces ? IPAddress.Any : IPAddress.Loopback, options.Port);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(500));
        return builder.Build();
    }

    private static RequestDelegate Route(WebApplication app, Action<Microsoft.AspNetCore.Routing.IEndpointRouteBuilder> map)
    {
        var branch = ((IApplicationBuilder)app).New();
        branch.UseRouting();
        branch.UseEndpoints(map);
        return branch.Build();
    }
}
