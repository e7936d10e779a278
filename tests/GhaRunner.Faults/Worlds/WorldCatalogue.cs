using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Faults.Worlds;

/// <summary>The providers that schedules can be run with.</summary>
internal static class WorldCatalogue
{
    private static readonly Dictionary<string, Func<FaultWorld>> makers = new()
    {
        ["local"] = () => new LocalWorld(),
        ["docker"] = () => new DockerWorld(),
        ["aws"] = () => new AwsWorld(),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => makers.Keys;

    /// <summary>What this machine lacks for a provider's world.</summary>
    /// <param name="provider">The provider.</param>
    /// <returns>What is missing; <see langword="null"/> when all is there, or when it must be: in CI.</returns>
    public static string? WhySkip(string provider) => provider == "docker" ? RealPart.WhySkip(RealPart.MissingEngine) : null;

    /// <summary>Makes a world, and begins it.</summary>
    /// <param name="provider">The provider.</param>
    public static async Task<FaultWorld> BeginAsync(string provider)
    {
        var world = makers[provider]();
        try
        {
            await world.BeginAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }
}
