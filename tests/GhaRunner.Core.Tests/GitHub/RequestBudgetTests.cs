using System.Collections.Concurrent;
using System.Net;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Core.Tests.GitHub;

[Collection(ClockTests.Name)]
public sealed class RequestBudgetTests
{
    private const int PointsOfAPost = 5;
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task Send_MorePostsThanAMinuteAllows_KeepsEveryMinuteWithinTheBudget()
    {
        var server = new Server(clock, TimeSpan.FromMilliseconds(750));
        await SendAsync(server, HttpMethod.Post, 256);
        server.Sent.Should().HaveCount(256);
        foreach (var at in server.Sent)
            (server.Sent.Count(other => other >= at && other - at < TimeSpan.FromMinutes(1)) * PointsOfAPost).Should().BeLessThanOrEqualTo(800);
        (server.Sent.Max() - server.Sent.Min()).Should().BeLessThan(TimeSpan.FromMinutes(2), "it waits no longer than it must");
    }

    [Fact]
    public async Task Send_SlowAnswers_KeepsEveryMinuteWithinTheBudget()
    {
        var server = new Server(clock, TimeSpan.FromSeconds(25));
        await SendAsync(server, HttpMethod.Post, 256);
        foreach (var at in server.Sent)
            (server.Sent.Count(other => other >= at && other - at < TimeSpan.FromMinutes(1)) * PointsOfAPost).Should().BeLessThanOrEqualTo(800);
    }

    [Fact]
    public async Task Send_ManyAtOnce_HasFortyUnderWayAtTheMost()
    {
        var server = new Server(clock, TimeSpan.FromSeconds(1));
        await SendAsync(server, HttpMethod.Get, 300);
        server.Peak.Should().Be(40);
    }

    [Fact]
    public async Task Send_Reading_CountsOnePoint()
    {
        var server = new Server(clock, TimeSpan.Zero);
        await SendAsync(server, HttpMethod.Get, 800);
        server.Sent.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Send_CancelledWhileItWaits_FreesItsPlace()
    {
        var server = new Server(clock, TimeSpan.Zero);
        using var invoker = new HttpMessageInvoker(new RequestBudget(clock) { InnerHandler = server });
        await ClockDrive.RunAsync(clock, async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 160).Select(_ => invoker.SendAsync(new HttpRequestMessage(HttpMethod.Post, "https://x.test"), CancellationToken.None)));
            using var cancel = new CancellationTokenSource();
            var waiting = invoker.SendAsync(new HttpRequestMessage(HttpMethod.Post, "https://x.test"), cancel.Token);
            await cancel.CancelAsync();
            await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
            await invoker.SendAsync(new HttpRequestMessage(HttpMethod.Post, "https://x.test"), CancellationToken.None);
            return true;
        });
        server.Sent.Should().HaveCount(161);
    }

    private Task<HttpResponseMessage[]> SendAsync(Server server, HttpMethod method, int count) => ClockDrive.RunAsync(clock, async () =>
    {
        using var invoker = new HttpMessageInvoker(new RequestBudget(clock) { InnerHandler = server });
        return await Task.WhenAll(Enumerable.Range(0, count).Select(_ => invoker.SendAsync(new HttpRequestMessage(method, "https://x.test"), CancellationToken.None)));
    });

    private sealed class Server(TimeProvider clock, TimeSpan delay) : HttpMessageHandler
    {
        private int underWay;

        public ConcurrentBag<DateTimeOffset> Sent { get; } = [];

        public int Peak { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add(clock.GetUtcNow());
            Peak = Math.Max(Peak, Interlocked.Increment(ref underWay));
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, clock, cancellationToken);
            Interlocked.Decrement(ref underWay);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
