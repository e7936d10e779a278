using GhaRunner.Faults.Schedules;

namespace GhaRunner.Faults.Tests;

/// <summary>Schedules as lines of text, and by lot.</summary>
public sealed class ScheduleTests
{
    private static readonly RequestCounts counts = new("aws", Enum.GetValues<Stage>().ToDictionary(stage => stage, stage => 3 + (int)stage));

    [Fact]
    public void Schedule_WrittenAndRead_IsTheSame()
    {
        var random = new Random(3);
        foreach (var schedule in Enumerable.Range(0, 200).Select(_ => new ScheduleSet(counts).Draw(random)).Concat(new ScheduleSet(counts).Singles()))
            Schedule.Parse(schedule.ToString()).Should().BeEquivalentTo(schedule, options => options.WithStrictOrdering(), schedule.ToString());
    }

    [Fact]
    public void Schedule_Written_IsOneReadableLine() => new Schedule
    {
        Provider = "aws",
        Faults = [new Fault(Stage.Start, 7, FaultKind.KilledAfter), new Fault(Stage.Reap, 2, FaultKind.Answer500)],
        Lost = [Stage.Post],
        MappingIsLost = true,
    }.ToString().Should().Be("aws start@7=killed-after reap@2=answer-500 post=lost mapping=lost");

    [Theory]
    [InlineData("", "begins with a provider")]
    [InlineData("aws start@0=killed-after", "'start@0=killed-after' is no fault")]
    [InlineData("aws begin@1=killed-after", "a stage of start, post, stop, reap")]
    [InlineData("aws start@1=eaten", "a kind of killed-before, killed-after, answer-lost, answer-500, interrupted")]
    [InlineData("aws start=lost", "'start=lost' is not understood")]
    public void Schedule_Nonsense_SaysWhatCanBeWritten(string line, string expected) =>
        FluentActions.Invoking(() => Schedule.Parse(line)).Should().Throw<FormatException>().Which.Message.Should().Contain(expected);

    [Fact]
    public void Singles_HaveEveryFaultAtEveryRequest()
    {
        var singles = new ScheduleSet(counts).Singles().ToList();
        var all = from stage in (Stage[])[Stage.Start, Stage.Stop, Stage.Reap]
                  from request in Enumerable.Range(1, counts.Of[stage])
                  from kind in Enum.GetValues<FaultKind>()
                  select new Fault(stage, request, kind);
        singles.SelectMany(schedule => schedule.Faults).Distinct().Should().BeEquivalentTo(all);
        singles.Select(schedule => schedule.ToString()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Draw_SameSeed_DrawsTheSame()
    {
        string[] Lines(int seed)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, 50).Select(_ => new ScheduleSet(counts).Draw(random).ToString())];
        }

        Lines(1).Should().Equal(Lines(1)).And.NotEqual(Lines(2));
    }
}
