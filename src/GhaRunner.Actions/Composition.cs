using GhaRunner.Abstractions;
using GhaRunner.Actions.Workflow;
using GhaRunner.Core;
using GhaRunner.Core.GitHub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Actions;

/// <summary>Puts the parts together for one run.</summary>
internal static class Composition
{
    private static readonly TimeSpan connectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Builds the host. It is a container of parts: nothing runs in it.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="options">Bound options, registered by their own types.</param>
    /// <param name="run">The run.</param>
    /// <param name="commands">Log and masks.</param>
    /// <returns>The host; disposing of it revokes credentials and closes connections.</returns>
    public static IHost Build(ProviderDeclaration provider, IEnumerable<object> options, WorkflowRun run, WorkflowCommands commands)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var services = builder.Services;
        foreach (var option in options)
            services.AddSingleton(option.GetType(), option);
        services.AddSingleton(run);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Random.Shared);
        services.AddSingleton<ISecretMask>(commands);
        builder.Logging.AddProvider(new WorkflowLogging(commands));
        services.AddSingleton<HttpMessageHandler>(_ => new SocketsHttpHandler { ConnectTimeout = connectTimeout, AllowAutoRedirect = false });
        services.AddSingleton<GitHubClient>();
        services.AddSingleton<IIdentityTokenSource, JobIdentity>();
        provider.Register(services);
        return builder.Build();
    }
}
