using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests.Containers;

/// <summary>A moment of a start, counted in its requests: while one of them is under way, or after it was answered.</summary>
/// <param name="Request">The request, counted from 1.</param>
/// <param name="Fault">What becomes of it; <see langword="null"/> when it was answered before the moment.</param>
internal sealed record Moment(int Request, FaultEffect? Fault)
{
    private const int Count = 10;

    /// <summary>How many requests are interesting: two runners are registered and made by the 17th, then it only looks.</summary>
    private const int Requests = 22;

    /// <summary>Draws the moments of a round: each from its own part of the start; of three, one is after an answer.</summary>
    /// <param name="random">The randomness.</param>
    /// <param name="longest">How late answers come at most.</param>
    public static IReadOnlyList<Moment> Draw(Random random, TimeSpan longest)
    {
        var turn = random.Next(3);
        return
        [
            .. Enumerable.Range(0, Count).Select(part => new Moment(random.Next(part * Requests / Count, (part + 1) * Requests / Count) + 1, ((part + turn) % 3) switch
            {
                0 => null,
                1 => Late(FaultTiming.AfterEffect),
                _ => Late(FaultTiming.LateEffect),
            })),
        ];

        FaultEffect Late(FaultTiming timing) => FaultEffect.Delayed(longest * random.NextDouble()) with { Timing = timing };
    }

    public override string ToString() => Fault is null
        ? $"after request {Request}"
        : $"during request {Request}, answered {Fault.Delay.TotalSeconds:0.0} s later ({Fault.Timing})";
}
