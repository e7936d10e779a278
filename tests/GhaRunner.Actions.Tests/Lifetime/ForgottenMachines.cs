using System.Text.Json;
using GhaRunner.Actions.Tests.Aws;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests.Lifetime;

/// <summary>
/// A machine of each provider whose runner was online when GitHub stopped answering for good: the API, and what the runner asks.
/// All at the same time, since the shortest lifetime that <c>max-lifetime</c> takes is a minute.
/// </summary>
public sealed class ForgottenMachines : IAsyncLifetime
{
    private static readonly (string, string)[] shortLived = [("max-lifetime", "60s"), ("timeout", "50s")];

    internal World Local { get; private set; } = null!;

    internal AwsWorld Aws { get; private set; } = null!;

    internal World Docker { get; private set; } = null!;

    internal PrivateEngine Engine { get; private set; } = null!;

    /// <summary>The id of the container.</summary>
    internal string Container { get; private set; } = "";

    /// <summary>Starts them, and silences GitHub.</summary>
    /// <returns>A task that ends when nobody answers them any more.</returns>
    public Task InitializeAsync() => Task.WhenAll(StartLocalAsync(), StartAwsAsync(), RealPart.MissingEngine is null ? StartDockerAsync() : Task.CompletedTask);

    /// <summary>Removes what is left.</summary>
    /// <returns>A task that ends when nothing is.</returns>
    public async Task DisposeAsync()
    {
        foreach (var one in new IAsyncDisposable?[] { Local, Aws, Engine, Docker })
        {
            if (one is not null)
                await one.DisposeAsync();
        }
    }

    /// <summary>The variables of a step of the provider docker.</summary>
    internal Dictionary<string, string> DockerEnvironment(params (string, string)[] inputs) => Docker.Environment([("directory", null!), ("host", Engine.Host), .. inputs]);

    private async Task StartLocalAsync()
    {
        Local = await World.CreateAsync();
        using var start = await Local.StartAsync(shortLived);
        Forget(start, Local.Simulator);
    }

    private async Task StartAwsAsync()
    {
        Aws = await AwsWorld.CreateAsync();
        using var start = await Aws.StartAsync([.. shortLived.Select(input => (input.Item1, (string?)input.Item2))]);
        Forget(start, Aws.Simulator);
    }

    private async Task StartDockerAsync()
    {
        Docker = await World.CreateForContainersAsync();
        Engine = await PrivateEngine.StartAsync();
        using var start = await ProgramRun.RunAsync(["start", "docker"], DockerEnvironment([("image", RealPart.BaseImage), .. shortLived]));
        Container = Forget(start, Docker.Simulator);
    }

    private static string Forget(ProgramRun start, SimulatorHost simulator)
    {
        start.ExitCode.Should().Be(0, start.VisibleText);
        simulator.Faults.Add(new FaultRule { Path = "^/(api/|_runner)", Times = int.MaxValue, Effect = FaultEffect.DropBefore() });
        return JsonSerializer.Deserialize<Dictionary<string, string>>(start.Outputs["mapping"])!.Keys.Single();
    }
}
