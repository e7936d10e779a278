using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Bench.Measurements;

/// <summary>The API requests of one step.</summary>
internal sealed record Traffic
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public required int Total { get; init; }

    /// <summary>How many of each kind, by <see cref="Kinds"/>.</summary>
    public required IReadOnlyDictionary<string, int> ByKind { get; init; }

    /// <summary>The most that were in progress at once.</summary>
    public required int PeakConcurrency { get; init; }

    /// <summary>The most points of GitHub's secondary rate limit within a minute: 1 for a reading request, 5 for others.</summary>
    public required int PeakPoints { get; init; }

    /// <summary>The kinds that we know; whatever else there is counts as <see cref="Other"/>.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["downloads", "registrations", "listings", "removals", Other];

    private const string Other = "others";

    public static Traffic Of(RequestLog log)
    {
        var all = log.All.OrderBy(request => request.Timestamp).ToList();
        return new Traffic
        {
            Total = all.Count,
            ByKind = Kinds.ToDictionary(kind => kind, kind => all.Count(request => KindOf(request) == kind)),
            PeakConcurrency = log.PeakConcurrency,
            PeakPoints = all.Select((last, index) => all.Take(index + 1).Where(request => last.Timestamp - request.Timestamp < Minute).Sum(Points)).DefaultIfEmpty().Max(),
        };
    }

    public static bool IsRegistration(RecordedRequest request) => KindOf(request) == "registrations";

    public static bool IsRemoval(RecordedRequest request) => KindOf(request) == "removals";

    private static string KindOf(RecordedRequest request) => (request.Method, request.PathAndQuery.Split('?')[0].Split('/')[^1]) switch
    {
        ("GET", "downloads") => "downloads",
        ("POST", "generate-jitconfig" or "registration-token") => "registrations",
        ("GET", "runners") => "listings",
        ("DELETE", var id) when id.All(char.IsAsciiDigit) => "removals",
        _ => Other,
    };

    private static int Points(RecordedRequest request) => request.Method == "GET" ? 1 : 5;
}
