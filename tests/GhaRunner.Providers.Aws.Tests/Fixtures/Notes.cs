using System.Collections.Concurrent;
using GhaRunner.Abstractions;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>What a provider logs and masks.</summary>
internal sealed class Notes : ILogger, ISecretMask
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> masked = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public IReadOnlyList<string> Masked => [.. masked];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{logLevel}: {formatter(state, exception)}");

    public void Mask(string secret) => masked.Enqueue(secret);
}
