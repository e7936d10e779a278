using GhaRunner.Abstractions;
using GhaRunner.Conformance;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>What is found in the whole account, and what has outlived its instance.</summary>
public sealed class AccountSearchTests : IAsyncLifetime
{
    private Scene scene = null!;
    private AwsProvider provider = null!;

    public async Task InitializeAsync()
    {
        scene = await Scene.StartAsync(new AwsOptions { PageSize = 5 });
        provider = scene.Connect();
    }

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task ListEverywhereAsync_RegionsThatAreNotNamed_AreLookedAtToo()
    {
        var here = await CreateAsync(provider);
        var elsewhere = await CreateAsync(scene.Connect(regions: ["eu-central-1"]), 2);
        scene.Aws.AddInstance("us-west-2");

        var listing = await provider.ListEverywhereAsync(default);

        listing.Problems.Should().BeEmpty();
        listing.Machines.Select(machine => machine.Id).Should().BeEquivalentTo(here.Id, elsewhere.Id);
    }

    [Fact]
    public async Task ListEverywhereAsync_OneRegionFails_TellsOfTheOthersAndOfIt()
    {
        var here = await CreateAsync(provider);
        await CreateAsync(scene.Connect(regions: ["eu-central-1"]), 2);
        scene.Host.Faults.Add(new FaultRule { Path = "/eu-central-1/DescribeInstances$", Effect = AwsFaults.Ec2("RequestLimitExceeded", "Request limit exceeded.") });

        var listing = await provider.ListEverywhereAsync(default);

        listing.Machines.Select(machine => machine.Id).Should().Equal(here.Id);
        listing.Problems.Should().ContainSingle().Which.ShouldBe(ErrorCategory.Throttled, "aws-throttled", "EC2 in eu-central-1 did not list the instances");
    }

    [Theory]
    [InlineData("ec2:DescribeRegions")]
    [InlineData("ec2:DescribeVolumes")]
    [InlineData("ec2:DescribeNetworkInterfaces")]
    public async Task ListEverywhereAsync_MayNotLookForAll_TellsSo(string action)
    {
        var here = await CreateAsync(provider);
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, action);

        var listing = await provider.ListEverywhereAsync(default);

        listing.Machines.Select(machine => machine.Id).Should().Equal(here.Id);
        listing.Problems.Should().NotBeEmpty().And.OnlyContain(problem => problem.Category == ErrorCategory.Unauthorized);
        listing.Problems[0].Message.Should().Contain(action);
    }

    [Fact]
    public async Task ListEverywhereAsync_WhatHasOutlivedItsInstance_IsListedFoundAndDeletedByItself()
    {
        var machine = await CreateAsync(provider);
        scene.Aws.KeepAttachments(Scene.InstanceOf(machine));
        scene.Aws.EndByGuest(Scene.InstanceOf(machine));
        scene.Clock.Advance(TimeSpan.FromHours(2)); // EC2 has forgotten the instance.

        var left = (await provider.ListEverywhereAsync(default)).Machines;

        left.Select(one => one.Id).Should().BeEquivalentTo(
            [.. scene.Aws.Volumes.Select(volume => $"us-east-1/{volume.VolumeId}"), .. scene.Aws.NetworkInterfaces.Select(card => $"us-east-1/{card.NetworkInterfaceId}")]);
        left.Should().HaveCount(2).And.OnlyContain(one => one.State == MachineState.Ended && one.Ownership == machine.Ownership);
        foreach (var one in left)
        {
            (await provider.GetAsync(one.Id, default)).Should().BeEquivalentTo(one);
            await provider.DeleteAsync(one.Id, default);
            (await provider.GetAsync(one.Id, default)).Should().BeNull();
            await provider.DeleteAsync(one.Id, default);
        }

        scene.Aws.Volumes.Should().BeEmpty();
        scene.Aws.NetworkInterfaces.Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteAsync_VolumeThatAnInstanceHolds_LeavesIt()
    {
        await CreateAsync(provider);
        var id = $"us-east-1/{scene.Aws.Volumes.Single().VolumeId}";

        (await provider.GetAsync(id, default)).Should().BeNull();
        await provider.DeleteAsync(id, default);

        scene.Aws.Volumes.Should().ContainSingle();
        scene.Asked.Should().NotContain(asked => asked.EndsWith("/DeleteVolume", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("us-east-1/vol-0123456789abcdef0")]
    [InlineData("us-east-1/vol-")]
    [InlineData("vol-0123456789abcdef0")]
    public async Task DeleteAsync_IdOfNothing_Succeeds(string id)
    {
        (await provider.GetAsync(id, default)).Should().BeNull();
        await provider.Awaiting(aws => aws.DeleteAsync(id, default)).Should().NotThrowAsync();
    }

    private static async Task<Machine> CreateAsync(AwsProvider where, int index = 1) => await where.CreateAsync(await Scene.RequestAsync(where, index: index), default);
}
