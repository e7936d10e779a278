using GhaRunner.Abstractions;

namespace GhaRunner.Conformance;

public abstract partial class ProviderConformance
{
    [Fact]
    public void Name_Always_IsOneLowerCaseWord() => Provider.Name.Should().MatchRegex("^[a-z][a-z0-9]*$");

    [Fact]
    public async Task ListCandidatesAsync_CalledTwice_GivesTheSameInTheSameOrder()
    {
        var first = await Provider.ListCandidatesAsync(default);
        var second = await Subject.Connect().ListCandidatesAsync(default);

        first.Should().NotBeEmpty();
        second.Should().BeEquivalentTo(first, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task ListCandidatesAsync_Called_CreatesNothing()
    {
        await Provider.ListCandidatesAsync(default);

        (await ListAsync(Ours)).Should().BeEmpty();
    }

    [Fact]
    public async Task CreateAsync_NewMachine_IsShownToOtherProcesses()
    {
        var before = DateTimeOffset.UtcNow;

        var created = await CreateAsync();

        var other = Subject.Connect();
        var shown = await other.GetAsync(created.Id, default);
        var listed = await other.ListOwnedAsync(Ours, default);
        shown.Should().NotBeNull();
        listed.Should().ContainSingle();
        foreach (var machine in new[] { created, shown!, listed[0] })
        {
            machine.Id.Should().Be(created.Id);
            machine.Ownership.Should().Be(created.Ownership);
            machine.State.Should().BeOneOf(MachineState.Pending, MachineState.Running);
            if (machine.CreatedAt is { } createdAt)
                createdAt.Should().BeCloseTo(before, TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task CreateAsync_NewMachine_Runs()
    {
        var created = await CreateAsync();

        await EventuallyAsync("it runs", async () => (await Provider.GetAsync(created.Id, default))?.State == MachineState.Running);
    }

    [Fact]
    public async Task CreateAsync_NewMachine_HasAnIdForTheMapping()
    {
        var created = await CreateAsync();

        created.Id.Should().MatchRegex(@"^\S{1,256}$");
    }

    [Theory]
    [InlineData("Octo-Org/.my--repo_1.x", "_build-GPU__x86--64_", "enterprises/x")]
    [InlineData("a/b", "-", "Octo-Org")]
    [InlineData("A-2/B_3.c", "_", "A-2/B_3.c")]
    public async Task CreateAsync_UnusualButLegalOwnership_IsReadBackExactly(string repository, string job, string scope)
    {
        var ownership = NewOwnership() with
        {
            Repository = repository,
            Job = job,
            Scope = scope,
            RunAttempt = 12,
            Index = 256,
            ExpiresAt = new DateTimeOffset(2030, 1, 31, 23, 59, 59, TimeSpan.Zero),
        };

        var created = await CreateAsync(ownership);

        created.Ownership.Should().Be(ownership);
        (await Subject.Connect().GetAsync(created.Id, default))!.Ownership.Should().Be(ownership);
        (await ListAsync(Ours)).Should().ContainSingle().Which.Ownership.Should().Be(ownership);
    }

    [Fact]
    public async Task CreateAsync_SameNameAgain_ReturnsTheFirstMachine()
    {
        var first = await CreateAsync();

        var again = await Subject.Connect().CreateAsync(await RequestAsync(first.Ownership, HarmlessProgram.StaysAlive), default);

        again.Id.Should().Be(first.Id);
        again.Ownership.Should().Be(first.Ownership);
        (await ListAsync(Ours)).Should().ContainSingle();
    }

    [Fact]
    public async Task CreateAsync_SameNameAtOnce_MakesOneMachine()
    {
        var request = await RequestAsync(NewOwnership(), HarmlessProgram.StaysAlive);

        var machines = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => Subject.Connect().CreateAsync(request, default))));

        machines.Select(machine => machine.Id).Distinct().Should().ContainSingle();
        (await ListAsync(Ours)).Should().ContainSingle().Which.Id.Should().Be(machines[0].Id);
    }

    [Fact]
    public async Task CreateAsync_SecretInTheBootstrap_IsNotInTheMachine()
    {
        const string secret = "s3cr3tCredential";

        var created = await CreateAsync(HarmlessProgram.StaysAlive with { Secret = secret });

        var shown = (await Provider.GetAsync(created.Id, default))!;
        foreach (var machine in new[] { created, shown })
        {
            string[] texts = [machine.ToString(), .. machine.Ownership.ToTags().Values, .. machine.Candidate.Properties.Values];
            texts.Should().NotContain(text => text.Contains(secret, StringComparison.Ordinal));
        }
    }
}
