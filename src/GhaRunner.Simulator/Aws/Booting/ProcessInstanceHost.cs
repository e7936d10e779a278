namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>
/// Instances that are processes of this Linux machine, each in a directory and a session of its own, for where there is no
/// Docker. They run what cloud-init would, as the user who runs the simulator, with nothing but a convention between them and
/// this machine: for user-data that means well. A bootstrap ends instead of powering off; other user-data runs its
/// <c>runcmd</c>, or itself if it is a script, and stays up until it calls <c>poweroff</c> or loses its plug.
/// </summary>
/// <param name="directory">Where the directories of instances go; made when it is missing. Short paths are best: jobs live in it.</param>
public sealed class ProcessInstanceHost(string directory) : IInstanceHost
{
    /// <summary>The variable that all processes of an instance carry; its value is the instance's directory.</summary>
    public const string Mark = "GHA_SIMULATED_INSTANCE";

    private readonly string _directory = Path.GetFullPath(directory);

    /// <inheritdoc/>
    public Task<IBootedInstance> BootAsync(string instanceId, string userData, Action<string> console, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(_directory);
        var place = new InstanceDirectory(Path.Combine(_directory, $"{instanceId}.{Path.GetRandomFileName()}"));
        try
        {
            var program = BootProgram.Make(Read(userData, console), place);
            return Task.FromResult<IBootedInstance>(ProcessInstance.Start(program, place, console));
        }
        catch
        {
            place.Delete();
            throw;
        }
    }

    // A real machine says so, too, and is then up without having done anything.
    private static BootDocument Read(string userData, Action<string> console)
    {
        try
        {
            return BootDocument.Parse(userData);
        }
        catch (FormatException exception)
        {
            console($"cloud-init: WARNING: Failed loading user-data: {exception.Message}");
            return new BootDocument([], []);
        }
    }
}
