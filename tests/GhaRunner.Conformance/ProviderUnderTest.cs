using GhaRunner.Abstractions;
using GhaRunner.Conformance.Faults;

namespace GhaRunner.Conformance;

/// <summary>
/// What a provider's test project hands to <see cref="ProviderConformance"/>: a clean place for one test, and ways into
/// it that do not go through the provider.
/// </summary>
public abstract class ProviderUnderTest : IAsyncDisposable
{
    /// <summary>How long a condition may take to come true.</summary>
    public virtual TimeSpan Deadline => TimeSpan.FromSeconds(30);

    /// <summary>How long to wait between two looks at a condition.</summary>
    public virtual TimeSpan PollInterval => TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Makes a provider of the place. Every call makes another one, as another process of ours would: whatever it knows
    /// of machines, it must learn from the place.
    /// </summary>
    public abstract IMachineProvider Connect();

    /// <summary>Puts a machine into the place that is like ours but has not our marker.</summary>
    /// <returns>Its id.</returns>
    public abstract Task<string> AddForeignMachineAsync();

    /// <summary>Tells whether the machine of <see cref="AddForeignMachineAsync"/> is still there, untouched.</summary>
    public abstract Task<bool> HasForeignMachineAsync(string id);

    /// <summary>An id of the provider's own form that no machine has.</summary>
    public virtual string AbsentId => "gha-0-1-absent00-1";

    /// <summary>
    /// What a machine is once its own program has ended: still there, or, where its end takes it away, gone. Either way it
    /// is shown for a while, with the reason.
    /// </summary>
    public virtual MachineState AfterItsEnd => MachineState.Ended;

    /// <summary>Renders a program for the provider's machines; override when the format's default does not suit.</summary>
    public virtual Bootstrap Render(HarmlessProgram program) => program.Render(Connect().BootstrapFormat);

    /// <summary>
    /// Called after the suite has created a machine. Where machines run what they are given there is nothing to do; a
    /// simulated cloud, whose machines run nothing, plays here what the program would have done.
    /// </summary>
    public virtual Task PlayAsync(Machine machine, HarmlessProgram program) => Task.CompletedTask;

    /// <summary>
    /// Opens a way to the place on which requests can be made to go wrong. Where a provider sends none, its conformance tests
    /// say so with <see cref="NoWireAttribute"/>.
    /// </summary>
    /// <returns>A wire, which the suite disposes of.</returns>
    public virtual Task<FaultyWire?> OpenWireAsync() => Task.FromResult<FaultyWire?>(null);

    /// <summary>What the provider must keep to itself whatever happens: keys, tokens.</summary>
    /// <value>Default: nothing.</value>
    public virtual IReadOnlyList<string> Secrets => [];

    /// <summary>
    /// Looks, not through the provider, at what there is in the place of a machine: itself and all that was made with it.
    /// Override it where something can be left that the provider does not show.
    /// </summary>
    /// <param name="ownership">Whose machine.</param>
    /// <returns>Ids, for people; none when nothing is there, or there is no way to look.</returns>
    public virtual Task<IReadOnlyList<string>> LookAsync(Ownership ownership) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Removes the place. The suite has deleted its own machines before.</summary>
    public abstract ValueTask DisposeAsync();
}
