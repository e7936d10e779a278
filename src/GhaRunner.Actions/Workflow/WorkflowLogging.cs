using Microsoft.Extensions.Logging;

namespace GhaRunner.Actions.Workflow;

/// <summary>Turns what the core logs into lines for people and, for warnings and errors, into annotations.</summary>
internal sealed class WorkflowLogging(WorkflowCommands commands) : ILoggerProvider, ILogger
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        switch (logLevel)
        {
            case LogLevel.Trace or LogLevel.Debug:
                commands.Debug(text);
                break;
            case LogLevel.Warning:
                commands.Warning(text);
                break;
            case LogLevel.Error or LogLevel.Critical:
                commands.Error(text);
                break;
            default:
                commands.Say(text);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
