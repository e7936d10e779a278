using GhaRunner.Faults.Running;
using GhaRunner.Faults.Schedules;
using GhaRunner.Steps;

namespace GhaRunner.Faults.Tests;

/// <summary>The check can fail: with a net switched off, what it should have taken is reported, and the next net takes it.</summary>
public sealed class NetTests
{
    private static readonly (string Line, Stage Net)[] nets =
    [
        ("local start@4=killed-after", Stage.Post),
        ("local", Stage.Stop),
        ("local stop=lost", Stage.Reap),
    ];

    [Fact]
    public Task Net_SwitchedOff_LeavesWhatItShouldHaveTaken() => Task.WhenAll(nets.Select(async one =>
    {
        var verdict = await RunAsync(one.Line, one.Net);
        verdict.Findings.Select(finding => (finding.Kind, finding.After)).Should().Equal([(FindingKind.Leak, one.Net)], one.Line);
        verdict.HasLeakAfter(one.Net).Should().BeTrue();
    }));

    [Fact]
    public Task Nets_AllOn_LeaveNothing() => Task.WhenAll(nets.Select(async one => (await RunAsync(one.Line)).Findings.Should().BeEmpty(one.Line)));

    private static Task<Verdict> RunAsync(string line, params Stage[] without) =>
        ScheduleRun.RunAsync(Schedule.Parse(line), new RunSettings { Program = ProgramRun.Program, Without = without });
}
