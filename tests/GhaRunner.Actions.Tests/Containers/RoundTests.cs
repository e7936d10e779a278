using System.Globalization;
using GhaRunner.Actions.Tests.Aws;
using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Actions.Tests.Containers;

/// <summary>
/// A start in a container is ended at random moments, in each way that the Actions runner knows; what it has written by then
/// is enough for the stage after the job, in a container of its own, to leave nothing. A failure tells the seed of its moments.
/// </summary>
public sealed class RoundTests(ProgramImage image) : IClassFixture<ProgramImage>
{
    private const string Seed = "GHA_RUNNER_TEST_SEED";
    private const int Interrupt = 2, Kill = 9, Terminate = 15;

    [DockerFact]
    public Task Start_Interrupted_PostLeavesNothing() => RoundAsync(Interrupt, latest: 3);

    /// <summary>A SIGINT that comes before process 1 listens is lost; 7.5 s later comes this.</summary>
    [DockerFact]
    public Task Start_Terminated_PostLeavesNothing() => RoundAsync(Terminate, latest: 3);

    /// <summary>
    /// What the runner kills in the end is Docker's client. The start hears nothing, goes on beside the stage that cleans up
    /// after it, and takes answers that come within 30 s.
    /// </summary>
    [DockerFact]
    public async Task Start_GoesOnUnheard_GivesUpAndPostLeavesNothing() =>
        (await RoundAsync(Kill, latest: 15)).Should().Contain(true, "some of them have made nothing when they are given up");

    private async Task<bool[]> RoundAsync(int signal, double latest)
    {
        var seed = Environment.GetEnvironmentVariable(Seed) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        var moments = Moment.Draw(new Random(seed), TimeSpan.FromSeconds(latest));
        return await Task.WhenAll(moments.Select(async moment =>
        {
            try
            {
                return await EndAtAsync(moment, signal);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Signal {signal} {moment} ({Seed}={seed}): {failure.Message}", failure);
            }
        }));
    }

    /// <summary>Plays one moment.</summary>
    /// <returns>Whether the start was given up before it had made anything.</returns>
    private async Task<bool> EndAtAsync(Moment moment, int signal)
    {
        await using var world = await AwsWorld.CreateForContainersAsync();
        var requests = new RequestWatch(world.Simulator, moment);
        var folders = image.NewJob();
        var environment = world.Environment(("region", "us-east-1"), ("instance-type", "m7i.large"), ("count", "2"), ("setup-script", "sleep 600"));

        await using var start = ActionContainer.BeginStart(image, folders, environment);
        await start.Run.UntilAsync(moment.ToString(), () => requests.HasCome);
        if (signal != Kill)
            requests.Release();
        start.Run.Signal(signal);
        await start.Run.EndAsync();
        start.Run.State.Should().ContainKey("start");
        start.Run.Outputs.Should().ContainKeys("mapping", "instances", "machines");

        await using var post = ActionContainer.BeginPost(image, folders, environment, start.Run.State);
        var isGivenUpInTime = false;
        if (signal == Kill)
        {
            var mark = Path.Combine(folders[ActionContainer.Temporary], "gha-runner", $"{start.Run.State["start"]}.given-up");
            await post.Run.UntilAsync("the mark", () => File.Exists(mark));
            isGivenUpInTime = requests.IsStuck;
            requests.Release();
        }

        await post.Run.EndAsync();
        await start.EndAsync();
        await Eventually.TrueAsync("every request has had its effect", () => Task.FromResult(requests.IsQuiet));

        post.Run.ExitCode.Should().Be(0, post.Run.VisibleText);
        world.ShouldBeEmpty();
        if (isGivenUpInTime)
            requests.Registrations.Should().Be(0, "a start that finds the mark makes nothing");
        SecretCheck.NothingShown(
            [world.Token, world.Simulator.IdTokenRequestToken, .. start.Run.MaskedSecrets(), .. post.Run.MaskedSecrets()],
            [.. start.Run.Visible(), .. await start.KeptAsync(), .. post.Run.Visible(), .. await post.KeptAsync()]);
        return isGivenUpInTime;
    }
}
