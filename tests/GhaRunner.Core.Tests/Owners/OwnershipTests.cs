using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using GhaRunner.Abstractions;

namespace GhaRunner.Core.Tests.Owners;

public sealed class OwnershipTests
{
    private static readonly Arbitrary<Ownership> owners = (
        from run in ArbMap.Default.GeneratorFor<NonNegativeInt>()
        from attempt in ArbMap.Default.GeneratorFor<PositiveInt>()
        from index in ArbMap.Default.GeneratorFor<PositiveInt>()
        from text in ArbMap.Default.GeneratorFor<NonNull<string>>().Two()
        from expiry in ArbMap.Default.GeneratorFor<uint>()
        select new Ownership
        {
            Repository = text.Item1.Get,
            RunId = run.Get * 1_000_000_007L,
            RunAttempt = attempt.Get,
            Job = text.Item2.Get,
            Start = "abcd1234",
            Index = index.Get,
            Scope = text.Item1.Get,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(expiry),
        }).ToArbitrary();

    [Fact]
    public void ToTagsAndTryFromTags_AnyOwnership_RoundTrip() => Prop.ForAll(owners, ownership =>
        Ownership.TryFromTags(ownership.ToTags(), out var read) && read == ownership).QuickCheckThrowOnFailure();

    [Fact]
    public void MachineName_AnyOwnership_IsALabelOfRfc1123() => Prop.ForAll(owners, ownership =>
        ownership.MachineName.Length <= 63 && Regex.IsMatch(ownership.MachineName, @"\A[a-z]([a-z0-9-]*[a-z0-9])?\z")).QuickCheckThrowOnFailure();

    [Fact]
    public void MachineName_LargestNumbers_LeavesRoomForASuffix() =>
        (Sample() with { RunId = long.MaxValue, RunAttempt = int.MaxValue, Index = int.MaxValue }).MachineName.Length.Should().BeLessThanOrEqualTo(60);

    [Fact]
    public void TryFromTags_AnyTagMissing_IsNotOurs()
    {
        foreach (var key in Sample().ToTags().Keys.Where(key => key != OwnershipTags.Name))
            Ownership.TryFromTags(Sample().ToTags().Where(tag => tag.Key != key).ToDictionary(), out _).Should().BeFalse(key);
    }

    [Theory]
    [InlineData(OwnershipTags.Owner, "v2")]
    [InlineData(OwnershipTags.RunId, "-1")]
    [InlineData(OwnershipTags.RunId, "99999999999999999999")]
    [InlineData(OwnershipTags.RunAttempt, "2147483648")]
    [InlineData(OwnershipTags.Index, "1.0")]
    [InlineData(OwnershipTags.Index, " 1")]
    [InlineData(OwnershipTags.ExpiresAt, "2026-01-31")]
    [InlineData(OwnershipTags.ExpiresAt, "2026-02-30T00:00:00Z")]
    public void TryFromTags_MalformedValue_IsNotOurs(string key, string value)
    {
        var tags = Sample().ToTags().ToDictionary();
        tags[key] = value;
        Ownership.TryFromTags(tags, out _).Should().BeFalse();
    }

    [Fact]
    public void Filter_EachPart_Narrows()
    {
        var owned = Sample();
        OwnershipFilter.All.Matches(owned).Should().BeTrue();
        new OwnershipFilter { Repository = "OCTO-ORG/Octo-Repo", RunId = 1, RunAttempt = 2, Start = "abcd1234" }.Matches(owned).Should().BeTrue();
        OwnershipFilter[] others = [new() { Repository = "octo-org/other" }, new() { RunId = 2 }, new() { RunAttempt = 1 }, new() { Start = "ABCD1234" }];
        others.Should().OnlyContain(filter => !filter.Matches(owned));
    }

    private static Ownership Sample() => new()
    {
        Repository = "octo-org/octo-repo", RunId = 1, RunAttempt = 2, Job = "start", Start = "abcd1234", Index = 3, Scope = "octo-org",
        ExpiresAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
    };
}
