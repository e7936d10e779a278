using GhaRunner.Abstractions;

namespace GhaRunner.Tooling.Tests;

/// <summary>A provider that is declared and never asked.</summary>
public sealed class FakeProvider : IMachineProvider
{
    public string Name => "fake";

    public BootstrapFormat BootstrapFormat => BootstrapFormat.CloudConfig;

    public static ProviderDeclaration Declaration { get; } = Declare<FakeConnectionOptions, FakeMachineOptions>("fake", "Bob's cloud: cheap & \"fast\"");

    public static ProviderDeclaration Declare<TConnection, TMachine>(string name, string title)
        where TConnection : class, new()
        where TMachine : class, new() =>
        new ProviderRegistry().Add<TConnection, TMachine, FakeProvider>(name, title).Declarations[0];

    public Task<IReadOnlyList<Candidate>> ListCandidatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Machine> CreateAsync(MachineRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Machine?> GetAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Machine>> ListOwnedAsync(OwnershipFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();
}

public sealed class FakeConnectionOptions
{
    [Input("region", "Where: it's 'here' | there; \"quoted\", # not a comment, {braces} and a backslash \\.", Required = true)]
    public string Region { get; set; } = "";

    [Input("api-key", "The key.", Required = true, Secret = true)]
    public string ApiKey { get; set; } = "";

    [Input("host", "The address.", Default = "unix:///run/fake.sock", EnvironmentVariable = "FAKE_HOST")]
    public string Host { get; set; } = "";
}

public sealed class FakeMachineOptions
{
    [Input("market", "How it is paid for.", Default = "on-demand")]
    public Market Market { get; set; }

    [Input("zone", "Where in it.", Required = true, EnvironmentVariable = "FAKE_ZONE")]
    public IReadOnlyList<string> Zone { get; set; } = [];

    [Input("tier", "One of them: spot-only.", Default = "spot-only")]
    public FakeTier Tier { get; set; }

    [Input("public", "Whether it is seen.")]
    public bool? Public { get; set; }

    [Input("script", "Two\nlines,\ta tab, an umlaut ü and <b>markup</b> with *stars*.", Default = "a|b `c`")]
    public string Script { get; set; } = "";

    [Input("disk-size-gb", "Size.", Default = "020", Minimum = 8, Maximum = 1000)]
    public int DiskSizeGb { get; set; }

    [Input("patience", "How long.", Default = "no", Minimum = 90)]
    public TimeSpan Patience { get; set; }
}

public enum FakeTier
{
    Spot,
    SpotOnly,
}
