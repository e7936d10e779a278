using System.Net;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class LaunchRateTests
{
    [Fact]
    public async Task RunInstances_FasterThanTheBucketRefills_IsThrottled()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { LaunchBurst = 3, LaunchesPerSecond = 0.5 });
        for (var launch = 0; launch < 3; launch++)
            await scene.LaunchAsync();

        (await Refusals.RefusalAsync(() => scene.LaunchAsync())).Should().Be(("RequestLimitExceeded", HttpStatusCode.ServiceUnavailable, "Request limit exceeded."));

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Refusals.CodeAsync(() => scene.LaunchAsync())).Should().Be("RequestLimitExceeded", "half a token is none");
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        await scene.LaunchAsync();
        (await Refusals.CodeAsync(() => scene.LaunchAsync())).Should().Be("RequestLimitExceeded");
        (await scene.DescribeAsync()).Should().HaveCount(4, "to look is not to launch");
        scene.Clock.Advance(TimeSpan.FromHours(0.5));
        for (var launch = 0; launch < 3; launch++)
            await scene.LaunchAsync();
        (await Refusals.CodeAsync(() => scene.LaunchAsync())).Should().Be("RequestLimitExceeded", "the bucket holds no more than the burst");
    }

    [Fact]
    public async Task RunInstances_OtherRegion_HasABucketOfItsOwn()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { LaunchBurst = 1 });
        await scene.LaunchAsync();
        var elsewhere = scene.Ec2As(scene.Credentials, "eu-central-1");
        var request = scene.Request();
        request.ImageId = scene.Aws.Parameter("eu-central-1", AwsScene.Ubuntu);

        (await elsewhere.RunInstancesAsync(request)).Reservation.Instances.Should().ContainSingle();
    }

    [Fact]
    public async Task RunInstances_NoLimitSet_IsNeverThrottled()
    {
        await using var scene = await AwsScene.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => scene.LaunchAsync()));
        scene.Aws.Instances.Should().HaveCount(50);
    }
}
