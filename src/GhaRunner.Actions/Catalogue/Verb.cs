using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using GhaRunner.Core.Deployment;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Reaping;
using GhaRunner.Core.TearDown;

namespace GhaRunner.Actions.Catalogue;

/// <summary>What the program can do, and the inputs and outputs that all providers share for it.</summary>
public sealed class Verb
{
    /// <summary>Machines are made and their runners are waited for.</summary>
    public static Verb Start { get; } = new(
        "start",
        "Start machines and register a runner on each",
        typeof(StartOptions),
        takesMachineOptions: true,
        [
            new OutputDeclaration(OutputNames.Mapping, "JSON object, machine id to runner label: hand it to the stop action."),
            new OutputDeclaration(OutputNames.Instances, "JSON array of the runner labels: for runs-on, or for a matrix when count is more than 1."),
            new OutputDeclaration(OutputNames.Machines, "JSON array with id, label, runner name, provider, candidate, hourly price in USD or null, and expiry of each machine."),
        ]);

    /// <summary>Machines are given back and their registrations removed.</summary>
    public static Verb Stop { get; } = new(
        "stop",
        "Give machines back and remove their runners",
        typeof(StopOptions),
        takesMachineOptions: false,
        [new OutputDeclaration(OutputNames.Stopped, "JSON array of the ids of the machines that are gone now.")]);

    /// <summary>What starts and stops have left is taken away, from outside, by the clock.</summary>
    public static Verb Reap { get; } = new(
        "reap",
        "Take away machines and runners that are left over",
        typeof(ReapOptions),
        takesMachineOptions: false,
        [new OutputDeclaration(OutputNames.Reaped, "JSON array of the ids of the machines, and of what has outlived one, that this pass has taken away.")]);

    /// <summary>Every verb.</summary>
    public static IReadOnlyList<Verb> All { get; } = [Start, Stop, Reap];

    private Verb(
        string name,
        string summary,
        [DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)] Type options,
        bool takesMachineOptions,
        IReadOnlyList<OutputDeclaration> outputs)
    {
        Name = name;
        Summary = summary;
        Options = options;
        TakesMachineOptions = takesMachineOptions;
        Outputs = outputs;
    }

    /// <summary>The name on the command line and at the beginning of an action's folder.</summary>
    public string Name { get; }

    /// <summary>What it does, in one line without a full stop.</summary>
    public string Summary { get; }

    /// <summary>The options class of the verb.</summary>
    [DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)]
    public Type Options { get; }

    /// <summary>Whether the provider's machine options are inputs of this verb.</summary>
    public bool TakesMachineOptions { get; }

    /// <summary>What it hands on.</summary>
    public IReadOnlyList<OutputDeclaration> Outputs { get; }

    /// <summary>All inputs of this verb with one provider: GitHub's, the verb's own, the provider's.</summary>
    /// <param name="provider">The provider.</param>
    /// <returns>Declarations in the order of the documentation.</returns>
    public IReadOnlyList<InputDeclaration> InputsFor(ProviderDeclaration provider) =>
    [
        .. InputDeclaration.Of(typeof(GitHubOptions)),
        .. InputDeclaration.Of(provider.ConnectionOptions),
        .. TakesMachineOptions ? InputDeclaration.Of(provider.MachineOptions) : [],
        .. InputDeclaration.Of(Options),
    ];
}
