namespace GhaRunner.Core.Bootstrap;

/// <summary>A phase of a machine's bootstrap, as its log tells it.</summary>
/// <param name="Name">
/// <c>cloud-init</c> (told of when it fails), <c>start</c>, <c>user</c>, <c>dependencies</c>, <c>download</c>, <c>verify</c>, <c>unpack</c>, <c>libraries</c>,
/// <c>preinstalled</c>, <c>setup</c>, <c>register</c>, <c>listening</c> or <c>job</c>.
/// </param>
/// <param name="StartedAt">When it began, by the machine's clock, to the second.</param>
/// <param name="Duration">How long it took; <see langword="null"/> when the log ends with it.</param>
public sealed record BootstrapPhase(string Name, DateTimeOffset StartedAt, TimeSpan? Duration);
