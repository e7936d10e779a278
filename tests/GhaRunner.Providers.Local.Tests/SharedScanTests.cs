using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Providers.Local.Tests;

public sealed class SharedScanTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly SemaphoreSlim begun = new(0);
    private readonly SemaphoreSlim release = new(0);
    private int scans;

    [Fact]
    public async Task TakeAsync_WithinTheAge_SharesOneScan()
    {
        var scan = Create();
        release.Release(2);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => scan.TakeAsync()));
        await scan.TakeAsync();
        scans.Should().Be(1);
        clock.Advance(TimeSpan.FromMilliseconds(50));
        await scan.TakeAsync();

        scans.Should().Be(2);
    }

    [Fact]
    public async Task TakeFreshAsync_NewestScanIsYoung_TakesAnotherAllTheSame()
    {
        var scan = Create();
        release.Release(2);

        await scan.TakeAsync();

        (await scan.TakeFreshAsync())["scan"].Should().Equal(2);
    }

    [Fact]
    public async Task TakeFreshAsync_DuringAScan_WaitsForTheOneAfterItAndSharesThat()
    {
        var scan = Create();
        var running = scan.TakeAsync();
        await begun.WaitAsync();

        var fresh = Enumerable.Range(0, 100).Select(_ => scan.TakeFreshAsync()).ToList();
        scan.TakeAsync().Should().BeSameAs(running, "who does not mind takes the one that runs");
        release.Release(1);
        await begun.WaitAsync();
        var later = scan.TakeFreshAsync();
        release.Release(2);

        (await Task.WhenAll(fresh)).Should().OnlyContain(processes => processes["scan"].Single() == 2);
        (await later)["scan"].Should().Equal([3], "the second had begun when it was asked");
    }

    [Fact]
    public async Task TakeFreshAsync_ScanBeforeFails_IsNotHarmed()
    {
        var attempts = 0;
        var scan = new SharedScan(() => Interlocked.Increment(ref attempts) > 1 ? Look() : throw new IOException("x"), clock, TimeSpan.FromMilliseconds(50));
        release.Release(1);

        await scan.Awaiting(shared => shared.TakeAsync()).Should().ThrowAsync<IOException>();

        (await scan.TakeFreshAsync())["scan"].Should().Equal(1);
    }

    public void Dispose()
    {
        begun.Dispose();
        release.Dispose();
    }

    private SharedScan Create() => new(Look, clock, TimeSpan.FromMilliseconds(50));

    private ILookup<string, int> Look()
    {
        var number = Interlocked.Increment(ref scans);
        begun.Release();
        release.Wait();
        return new[] { number }.ToLookup(_ => "scan");
    }
}
