using System.Globalization;
using GhaRunner.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Providers.Local.Tests;

public sealed class LocalDeletionTests
{
    private static readonly string[] stubborn = ["bash", "-c", "trap 'echo asked' TERM; echo ready; while :; do sleep 600 & wait; done"];

    [Fact]
    public async Task DeleteAsync_ProgramIgnoresTerm_IsKilledAfterTheGrace()
    {
        await using var place = new LocalUnderTest();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var provider = place.Provider(clock);
        var machine = await StartStubbornAsync(place, provider);

        var deletion = provider.DeleteAsync(machine.Id, default);
        await place.EventuallyAsync(() => Console(place, machine).Contains("asked", StringComparison.Ordinal));
        Processes(place, machine).Should().NotBeEmpty("it has fifteen seconds");
        await place.EventuallyAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return deletion.IsCompleted;
        });

        await deletion;
        Processes(place, machine).Should().BeEmpty();
        Directory.Exists(Path.Combine(place.Root, machine.Id)).Should().BeFalse();
    }

    [Fact]
    public async Task DeleteAsync_CancelledInTheGrace_KillsAtOnceAndFinishes()
    {
        await using var place = new LocalUnderTest();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var provider = place.Provider(clock);
        var machine = await StartStubbornAsync(place, provider);
        using var cancellation = new CancellationTokenSource();

        var deletion = provider.DeleteAsync(machine.Id, cancellation.Token);
        await place.EventuallyAsync(() => Console(place, machine).Contains("asked", StringComparison.Ordinal));
        await cancellation.CancelAsync();
        await place.EventuallyAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            return deletion.IsCompleted;
        });

        await deletion;
        Processes(place, machine).Should().BeEmpty();
        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteAsync_DescendantInASessionOfItsOwn_EndsToo()
    {
        await using var place = new LocalUnderTest();
        var machine = await place.Connect().CreateAsync(
            LocalUnderTest.Request("bash", "-c", "(setsid sleep 600 </dev/null &>/dev/null & disown); echo ready; exit 3"), default);
        await place.EventuallyAsync(() => Console(place, machine) == "ready\n" && Processes(place, machine).Count() == 1);
        (await place.Connect().GetAsync(machine.Id, default))!.State.Should().Be(MachineState.Running);

        await place.Connect().DeleteAsync(machine.Id, default);

        Processes(place, machine).Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteAsync_BootstrapHidesItsVariables_ItsDescendantsEndToo()
    {
        await using var place = new LocalUnderTest();
        var request = LocalUnderTest.Request(
            "bash", "-c", "export -n ${!GHA_RUNNER_@}; setsid sleep 600 & trap 'exit 143' TERM; echo $!; while :; do sleep 0.1; done");
        var machine = await place.Connect().CreateAsync(request, default);
        await place.EventuallyAsync(() => Console(place, machine).Length > 0);
        var descendant = int.Parse(Console(place, machine), CultureInfo.InvariantCulture);
        await place.EventuallyAsync(() => File.ReadAllText($"/proc/{descendant}/cmdline").StartsWith("sleep", StringComparison.Ordinal));

        await place.Connect().DeleteAsync(machine.Id, default);

        var left = File.Exists($"/proc/{descendant}/cmdline") && File.ReadAllText($"/proc/{descendant}/cmdline").Length > 0;
        LocalProcesses.Signal([descendant], LocalProcesses.Kill);
        left.Should().BeFalse();
    }

    [Fact]
    public async Task DeleteAsync_ProgramEndsOnTerm_HasWrittenItsExitCodeMeanwhile()
    {
        await using var place = new LocalUnderTest();
        var machine = await place.Connect().CreateAsync(LocalUnderTest.Request("bash", "-c", "trap 'exit 9' TERM; echo ready; sleep 600 & wait"), default);
        await place.EventuallyAsync(() => Console(place, machine) == "ready\n");

        LocalProcesses.Signal(Processes(place, machine), LocalProcesses.Terminate);

        await place.EventuallyAsync(() => !Processes(place, machine).Any());
        (await place.Connect().GetAsync(machine.Id, default))!.StateReason.Should().Be("exit code 9");
    }

    [Fact]
    public async Task DeleteAsync_ProcessSurvivesKill_SaysWhichAndKeepsTheMachineListed()
    {
        await using var place = new LocalUnderTest();
        var machine = await place.Connect().CreateAsync(LocalUnderTest.Request("true"), default);
        var marker = Path.Combine(place.Root, machine.Id);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        // No process can have an id above 2^22 (proc(5), pid_max), so that the signal reaches nobody.
        var provider = place.Provider(clock, () => new[] { int.MaxValue }.ToLookup(_ => marker));

        var deletion = provider.DeleteAsync(machine.Id, default);
        await place.EventuallyAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return deletion.IsCompleted;
        });

        var error = (await deletion.Invoking(task => task).Should().ThrowAsync<ActionableException>()).Which;
        error.Category.Should().Be(ErrorCategory.CleanUpIncomplete);
        error.Message.Should().Contain(machine.Id).And.Contain("2147483647");
        (await place.Connect().ListOwnedAsync(OwnershipFilter.All, default)).Should().ContainSingle();
    }

    [Fact]
    public async Task DeleteAsync_LinkOutOfTheDirectory_IsNotFollowed()
    {
        await using var place = new LocalUnderTest();
        var outside = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(place.Root)!, "outside"));
        await File.WriteAllTextAsync(Path.Combine(outside.FullName, "kept"), "");
        var machine = await place.Connect().CreateAsync(LocalUnderTest.Request("true"), default);
        File.CreateSymbolicLink(Path.Combine(place.Root, machine.Id, "link"), outside.FullName);

        await place.Connect().DeleteAsync(machine.Id, default);

        Directory.Exists(Path.Combine(place.Root, machine.Id)).Should().BeFalse();
        File.Exists(Path.Combine(outside.FullName, "kept")).Should().BeTrue();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("gha-/../../outside")]
    [InlineData("/")]
    [InlineData("")]
    public async Task DeleteAsync_IdThatLeadsOutOfTheDirectory_IsAbsent(string id)
    {
        await using var place = new LocalUnderTest();
        await place.AddForeignMachineAsync();

        await place.Connect().DeleteAsync(id, default);

        (await place.Connect().GetAsync(id, default)).Should().BeNull();
        Directory.Exists(place.Root).Should().BeTrue();
    }

    private static async Task<Machine> StartStubbornAsync(LocalUnderTest place, LocalProvider provider)
    {
        var machine = await provider.CreateAsync(LocalUnderTest.Request(stubborn), default);
        await place.EventuallyAsync(() => Console(place, machine).Contains("ready", StringComparison.Ordinal));
        return machine;
    }

    private static string Console(LocalUnderTest place, Machine machine) => File.ReadAllText(Path.Combine(place.Root, machine.Id, "console.log"));

    private static IEnumerable<int> Processes(LocalUnderTest place, Machine machine) => LocalProcesses.Scan()[Path.Combine(place.Root, machine.Id)];
}
