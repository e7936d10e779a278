namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>A test with a session that is cleaned up behind it.</summary>
public abstract class EngineTest : IAsyncLifetime
{
    private protected EngineSession Session { get; } = new();

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Session.CloseAsync();
}
