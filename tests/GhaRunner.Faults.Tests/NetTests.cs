using GhaRunner.Faults.Running;
using GhaRunner.Faults.Schedules;
using GhaRunner.Steps;

namespace GhaRunner.Faults.Tests;

/// <summary>The check can fail: with a net switched off, what it should have taken is reported, and the next net takes it.</summary>
public sealed class NetTests
{
    [Theory]
    [InlineData("local start@4=killed-after", Stage.Post)]
    [InlineData("local", Stage.Stop)]
    [InlineData("local stop=lost", Stage.Reap)]
    public async Task Net_SwitchedOff_LeavesWhatItShouldHaveTaken(string line, Stage net)
    {
        var verdict = await ScheduleRun.RunAsync(Schedule.Parse(line), new RunSettings { Program = ProgramRun.Program, Without = [net] });
        verdict.Findings.Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Kind == FindingKind.Leak && finding.After == net);
        verdict.HasLeakAfter(net).Should().BeTrue();
    }

    [Theory]
    [InlineData("local start@4=killed-after")]
    [InlineData("local")]
    [InlineData("local stop=lost")]
    public async Task Nets_AllOn_LeaveNothing(string line)
    {
        var verdict = await ScheduleRun.RunAsync(Schedule.Parse(line), new RunSettings { Program = ProgramRun.Program });
        verdict.Findings.Should().BeEmpty();
    }
}
