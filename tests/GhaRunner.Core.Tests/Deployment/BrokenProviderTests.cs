using GhaRunner.Abstractions;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Deployment;

/// <summary>A provider with a bug of its own: the rollback goes on all the same.</summary>
[Collection(ClockTests.Name)]
public sealed class BrokenProviderTests
{
    private readonly Scene scene = new();

    [Fact]
    public async Task Run_ConsoleLogThrowsSomethingElse_StillTakesBack()
    {
        scene.Cloud.BootTime = _ => TimeSpan.FromHours(1);
        scene.Cloud.Life = _ => TimeSpan.FromSeconds(3);
        scene.Cloud.Before = (call, _, _) => call == "console" ? throw new InvalidOperationException("a bug") : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeOfType<ActionableException>().Which.Category.Should().Be(ErrorCategory.MachineFailed);
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_ListingThrowsSomethingElse_StillTakesBackWhatIsKnown()
    {
        scene.Options.Count = 2;
        scene.Cloud.Before = (call, _, _) => call == "list" ? throw new InvalidOperationException("a bug") : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeOfType<InvalidOperationException>();
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_DeletionOfOneThrowsSomethingElse_StillDeletesTheOthers()
    {
        scene.Options.Count = 40;
        scene.Options.Timeout = TimeSpan.FromMinutes(1);
        scene.GitHub.IsOnline = (_, _) => false;
        scene.Cloud.Before = (call, subject, _) => call == "delete" && subject == "m-1" ? throw new InvalidOperationException("a bug") : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeOfType<ActionableException>().Which.Category.Should().Be(ErrorCategory.CleanUpIncomplete);
        report.RolledBack!.RemainingMachines.Keys.Should().Equal("m-1");
        scene.Left.Should().ContainSingle();
    }

    [Fact]
    public async Task Run_PriceThrowsSomethingElse_IsNoReasonToFail()
    {
        scene.Cloud.Before = (call, _, _) => call == "price" ? throw new HttpRequestException("no route") : Task.CompletedTask;
        (await scene.StartAsync()).Failure.Should().BeNull();
    }

    [Fact]
    public async Task Run_ListingHangs_TimesOutAllTheSame()
    {
        var began = scene.Clock.GetUtcNow();
        scene.Cloud.Before = (call, _, ct) => call == "list" && scene.Clock.GetUtcNow() - began < scene.Options.Timeout
            ? Task.Delay(Timeout.InfiniteTimeSpan, scene.Clock, ct) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeOfType<ActionableException>().Which.Category.Should().Be(ErrorCategory.TimedOut);
        report.Elapsed.Should().BeLessThan(scene.Options.Timeout + TimeSpan.FromMinutes(4));
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_ObserverFails_IsReportedAndTakenBack()
    {
        scene.OnTold = _ => throw new IOException("disk full");
        var report = await scene.StartAsync();
        report.Failure.Should().BeOfType<IOException>();
        scene.Left.Should().BeEmpty();
    }
}
