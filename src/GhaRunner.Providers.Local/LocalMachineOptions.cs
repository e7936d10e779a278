namespace GhaRunner.Providers.Local;

/// <summary>What machines to make: there is one kind, so there is nothing to choose.</summary>
public sealed class LocalMachineOptions;
