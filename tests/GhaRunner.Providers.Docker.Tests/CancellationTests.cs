using System.Net;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>An engine that does not answer, and a caller who gives up: a second later the call is over, wherever it was.</summary>
public sealed class CancellationTests : IDisposable
{
    private static readonly TimeSpan deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider clock = new();
    private readonly CancellationTokenSource cancellation = new();
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData("/images/")]
    [InlineData("/images/create")]
    public async Task CreateAsync_CancelledBeforeAnythingIsMade_EndsAtOnce(string silent)
    {
        using var provider = Connect(silent, hasImage: silent == "/images/");
        var creation = provider.CreateAsync(new EngineSession().Request(), cancellation.Token);
        await reached.Task.WaitAsync(deadline);

        await cancellation.CancelAsync();

        await creation.WaitAsync(deadline).Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("/containers/create")]
    [InlineData("/start")]
    public async Task CreateAsync_CancelledDuringACallThatIsSeenThrough_EndsAfterASecond(string silent)
    {
        using var provider = Connect(silent);
        var creation = provider.CreateAsync(new EngineSession().Request(), cancellation.Token);
        await reached.Task.WaitAsync(deadline);

        await cancellation.CancelAsync();
        clock.Advance(TimeSpan.FromMilliseconds(999));
        creation.IsCompleted.Should().BeFalse("the engine has a second to answer");
        clock.Advance(TimeSpan.FromMilliseconds(1));

        await creation.WaitAsync(deadline).Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task CreateAsync_CancelledWhileTheContainerIsTakenBack_EndsAfterASecondAndNamesIt()
    {
        using var provider = Connect("DELETE");
        var creation = provider.CreateAsync(new EngineSession().Request(), cancellation.Token);
        await reached.Task.WaitAsync(deadline);

        await cancellation.CancelAsync();
        clock.Advance(TimeSpan.FromSeconds(1));

        var failure = (await creation.WaitAsync(deadline).Awaiting(task => task).Should().ThrowAsync<ActionableException>()).Which;
        failure.WhatExists.Should().Be("The container made is still there.");
    }

    [Fact]
    public async Task CreateAsync_ContainerCannotBeTakenBack_EndsAfterHalfAMinuteAndNamesIt()
    {
        using var provider = Connect("DELETE");
        var creation = provider.CreateAsync(new EngineSession().Request(), cancellation.Token);
        await reached.Task.WaitAsync(deadline);

        clock.Advance(TimeSpan.FromSeconds(29));
        creation.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));

        var failure = (await creation.WaitAsync(deadline).Awaiting(task => task).Should().ThrowAsync<ActionableException>()).Which;
        failure.Code.Should().Be("docker-failed");
        failure.WhatExists.Should().Be("The container made is still there.");
    }

    public void Dispose() => cancellation.Dispose();

    /// <summary>An engine with a silent call, known by a part of its line; a start that is answered fails.</summary>
    private DockerProvider Connect(string silent, bool hasImage = true) =>
        new(new DockerConnectionOptions(), new DockerMachineOptions { Image = "image:1" }, clock, (_, _, _) => (new ScriptedEngine(async (request, cancellationToken) =>
        {
            var line = $"{request.Method} {request.RequestUri!.PathAndQuery}";
            if (line.Contains(silent, StringComparison.Ordinal))
            {
                reached.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return line switch
            {
                _ when line.EndsWith("/_ping", StringComparison.Ordinal) => ScriptedEngine.Pong("1.44"),
                _ when line.Contains("/images/", StringComparison.Ordinal) => ScriptedEngine.Json(hasImage ? HttpStatusCode.OK : HttpStatusCode.NotFound, "{}"),
                _ when line.Contains("/containers/create", StringComparison.Ordinal) => ScriptedEngine.Json(HttpStatusCode.Created, """{ "Id": "made" }"""),
                _ => ScriptedEngine.Json(HttpStatusCode.InternalServerError, """{ "message": "something new" }"""),
            };
        }), new Uri("http://docker")));
}
