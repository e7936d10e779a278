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
