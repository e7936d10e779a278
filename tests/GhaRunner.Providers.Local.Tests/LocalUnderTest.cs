using System.Diagnostics;
using GhaRunner.Abstractions;
using GhaRunner.Conformance;

namespace GhaRunner.Providers.Local.Tests;

/// <summary>A directory of its own for one test.</summary>
internal sealed class LocalUnderTest : ProviderUnderTest
{
    public string Root { get; } = Directory.CreateTempSubdirectory("gha-runner-test-").FullName + "/place";

    public override IMachineProvider Connect() => Provider();

    public LocalProvider Provider(TimeProvider? timeProvider = null, Func<ILookup<string, int>>? scan = null) =>
        new(new LocalConnectionOptions { Directory = Root }, timeProvider ?? TimeProvider.System, scan ?? LocalProcesses.Scan);

    public override async Task<string> AddForeignMachineAsync()
    {
        const string id = "gha-1-1-somebody-1";
        MakeDirectory(id);
        await File.WriteAllTextAsync(
            Path.Combine(Root, id, "machine.json"),
            """{ "marker": "x", "createdAt": "2026-01-31T12:00:00+00:00", "tags": { "gha-runner": "v0", "gha-runner-repository": "a/b" } }""");
        return id;
    }

    public override Task<bool> HasForeignMachineAsync(string id) => Task.FromResult(File.Exists(Path.Combine(Root, id, "machine.json")));

    /// <summary>Makes a directory in the root, and that too; neither with more rights than the provider would give, whatever the umask.</summary>
    public string MakeDirectory(string name)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(Root, owner);
        return Directory.CreateDirectory(Path.Combine(Root, name), owner).FullName;
    }

    /// <summary>A request that no other is equal to.</summary>
    public static MachineRequest Request(params string[] command) => new(
        new Ownership
        {
            Repository = "a/b",
            RunId = Random.Shared.NextInt64(1, long.MaxValue),
            RunAttempt = 1,
            Job = "start",
            Start = "abcd1234",
            Index = 1,
            Scope = "a/b",
            ExpiresAt = DateTimeOffset.UnixEpoch,
        },
        new Candidate(),
        new Bootstrap { Command = command });

    /// <summary>Waits until a condition holds.</summary>
    public async Task EventuallyAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            clock.Elapsed.Should().BeLessThan(Deadline);
            await Task.Delay(PollInterval);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var machine in Directory.Exists(Root) ? await Connect().ListOwnedAsync(OwnershipFilter.All, default) : [])
            await Connect().DeleteAsync(machine.Id, default);
        Directory.Delete(Path.GetDirectoryName(Root)!, recursive: true);
    }
}
