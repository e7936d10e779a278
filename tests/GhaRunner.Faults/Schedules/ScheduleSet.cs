namespace GhaRunner.Faults.Schedules;

/// <summary>Makes schedules: all single faults, and pairs by lot.</summary>
/// <param name="counts">How many requests there are to go wrong.</param>
internal sealed class ScheduleSet(RequestCounts counts)
{
    private static readonly FaultKind[] kinds = Enum.GetValues<FaultKind>();
    private static readonly FaultKind[] kills = [FaultKind.KilledBefore, FaultKind.KilledAfter];

    /// <summary>
    /// Every fault at every request of a start, a stop and a reaper's pass. A start that is killed comes twice more: without
    /// the stage after its job, so that the stop alone has to find everything by tags, and without either, for the reaper alone.
    /// A reaper finds a run that was lost when its machines were up.
    /// </summary>
    public IEnumerable<Schedule> Singles() =>
    [
        .. Faults(Stage.Start, kinds).Select(Of),
        .. Faults(Stage.Start, [FaultKind.KilledAfter]).Select(fault => Of(fault) with { Lost = [Stage.Post], MappingIsLost = true }),
        .. Faults(Stage.Start, [FaultKind.KilledAfter]).Select(fault => Of(fault) with { Lost = [Stage.Post, Stage.Stop] }),
        .. Faults(Stage.Stop, kinds).Select(Of),
        .. Faults(Stage.Reap, kinds).Select(fault => Of(fault) with { Lost = [Stage.Stop] }),
    ];

    /// <summary>Two faults anywhere in a workflow, with or without the outputs of its start, some with a stage that never runs.</summary>
    /// <param name="random">The lot.</param>
    public Schedule Draw(Random random)
    {
        var first = DrawFault(random, Enum.GetValues<Stage>());
        var second = DrawFault(random, Enum.GetValues<Stage>());
        if (first.Stage == Stage.Post || second.Stage == Stage.Post)
            first = DrawFault(random, [Stage.Start], kills); // otherwise that stage has nothing to do
        var faults = ((Fault[])[first, second]).DistinctBy(fault => (fault.Stage, fault.Request)).OrderBy(fault => fault.Stage).ThenBy(fault => fault.Request).ToList();
        var mayBeLost = ((Stage[])[Stage.Post, Stage.Stop]).Where(stage => !faults.Exists(fault => fault.Stage == stage));
        return new Schedule
        {
            Provider = counts.Provider,
            Faults = faults,
            Lost = [.. mayBeLost.Where(_ => random.Next(4) == 0)],
            MappingIsLost = random.Next(2) == 0,
        };
    }

    private IEnumerable<Fault> Faults(Stage stage, IEnumerable<FaultKind> of) =>
        Enumerable.Range(1, counts.Of[stage]).SelectMany(request => of.Select(kind => new Fault(stage, request, kind)));

    private Fault DrawFault(Random random, Stage[] stages, FaultKind[]? of = null)
    {
        var stage = stages[random.Next(stages.Length)];
        return new Fault(stage, random.Next(1, counts.Of[stage] + 1), random.GetItems(of ?? kinds, 1)[0]);
    }

    private Schedule Of(Fault fault) => new() { Provider = counts.Provider, Faults = [fault] };
}
