using GhaRunner.Abstractions;
using GhaRunner.Core.Deployment;

namespace GhaRunner.Core.Tests.Deployment;

public sealed class CandidateWalkTests
{
    /// <summary>Two regions, two zones of the same name in each, two types, two markets: 16 candidates.</summary>
    private static readonly Candidate[] all =
    [
        .. from region in new[] { "east", "west" }
           from zone in new[] { "a", "b" }
           from type in new[] { "big", "small" }
           from market in new[] { Market.Spot, Market.OnDemand }
           select new Candidate { Region = region, Zone = zone, Subnet = $"net-{zone}", InstanceType = type, Market = market, QuotaGroup = $"{type} ones" },
    ];

    [Theory]
    [InlineData(BlockedScope.Candidate, 15)]
    [InlineData(BlockedScope.Zone, 12)]
    [InlineData(BlockedScope.Region, 8)]
    [InlineData(BlockedScope.InstanceType, 8)]
    [InlineData(BlockedScope.Subnet, 12)]
    [InlineData(BlockedScope.Quota, 14)]
    [InlineData(BlockedScope.Account, 0)]
    public void Block_EveryScope_LeavesOutExactlyWhatItCovers(BlockedScope scope, int open)
    {
        var walk = new CandidateWalk(all);
        walk.Block(all[0], scope);
        var left = walk.Open().ToList();
        left.Should().HaveCount(open);
        left.Should().Equal(all.Where(candidate => !Covers(scope, candidate)), "the others stay, in order");
    }

    [Fact]
    public void Block_WhileAnotherWalks_IsHeardAtTheNextStep()
    {
        var walk = new CandidateWalk(all);
        using var steps = walk.Open().GetEnumerator();
        steps.MoveNext().Should().BeTrue();
        walk.Block(all[0], BlockedScope.Region);
        steps.MoveNext().Should().BeTrue();
        steps.Current.Region.Should().Be("west");
    }

    [Fact]
    public void Block_OneOfTwoEqualCandidates_LeavesTheOther()
    {
        Candidate[] twins = [new Candidate { Zone = "a" }, new Candidate { Zone = "a" }];
        var walk = new CandidateWalk(twins);
        walk.Block(twins[0], BlockedScope.Candidate);
        walk.Open().Should().ContainSingle().Which.Should().BeSameAs(twins[1]);
    }

    [Fact]
    public void Attempts_Noted_AreKeptInOrder()
    {
        var walk = new CandidateWalk(all);
        walk.Note(new CreateAttempt("m", all[0], "no room", TimeSpan.FromSeconds(1)));
        walk.Note(new CreateAttempt("m", all[1], "created", TimeSpan.FromSeconds(2)));
        walk.Attempts.Select(attempt => attempt.Outcome).Should().Equal("no room", "created");
    }

    private static bool Covers(BlockedScope scope, Candidate candidate) => scope switch
    {
        BlockedScope.Candidate => candidate == all[0],
        BlockedScope.Zone => candidate is { Region: "east", Zone: "a" },
        BlockedScope.Region => candidate.Region == "east",
        BlockedScope.InstanceType => candidate.InstanceType == "big",
        BlockedScope.Subnet => candidate is { Region: "east", Subnet: "net-a" },
        BlockedScope.Quota => candidate is { Region: "east", Market: Market.Spot, QuotaGroup: "big ones" },
        _ => true,
    };
}
